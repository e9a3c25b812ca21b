import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Synthesized } from '../../projenrc/templates/synth';
import { ImageManagementSystem, Watermark } from '../../src';
import { fileOf, png } from '../support/pictures';

/** With assets in place, as a deployment has them. */
function assetsOf(define: (stack: Stack) => void): { folders: Record<string, string>; stack: Synthesized } {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'assembly-')) });
  const stack = new Stack(app, 'Stack');
  define(stack);
  const synthesized = new Synthesized(Template.fromStack(stack));
  const folders = Object.fromEntries(synthesized.ofType('AWS::Lambda::Function').map(({ id, properties }) => {
    const { S3Key } = properties.Code as { S3Key: string };
    return [id, join(app.outdir, `asset.${S3Key.replace('.zip', '')}`)];
  }));
  return { folders, stack: synthesized };
}

const folderOf = (folders: Record<string, string>, part: string) => Object.entries(folders).find(([id]) => id.includes(part))![1];

describe('the code of the image functions', () => {
  test('holds the picture of an image watermark beside the bundles, without Docker', () => {
    const { folders } = assetsOf((stack) => new ImageManagementSystem(stack, 'Images', { watermark: Watermark.image(fileOf('logo.png', png(1))) }));
    const folder = folderOf(folders, 'FunctionsWatermark');
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['resize', 'validation', 'watermark', 'watermark-image']));
    expect(readFileSync(join(folder, 'watermark-image'))).toEqual(png(1));
  });

  test('is each system\'s own where two have different pictures', () => {
    const { folders } = assetsOf((stack) => {
      new ImageManagementSystem(stack, 'One', { watermark: Watermark.image(fileOf('one.png', png(1))) });
      new ImageManagementSystem(stack, 'Two', { watermark: Watermark.image(fileOf('two.png', png(2))) });
    });
    expect(readFileSync(join(folderOf(folders, 'OneWorkflowFunctionsWatermark'), 'watermark-image'))).toEqual(png(1));
    expect(readFileSync(join(folderOf(folders, 'TwoWorkflowFunctionsWatermark'), 'watermark-image'))).toEqual(png(2));
  });

  test('is the package\'s own folder, with no picture, for a text watermark', () => {
    const { folders } = assetsOf((stack) => new ImageManagementSystem(stack, 'Images', { watermark: Watermark.text('©') }));
    expect(existsSync(join(folderOf(folders, 'FunctionsWatermark'), 'watermark-image'))).toBe(false);
  });

  test('fails where the font has no glyph for a character of the watermark', () => {
    expect(() => assetsOf((stack) => new ImageManagementSystem(stack, 'Images', { watermark: Watermark.text('© 写真') }))).toThrow(new Error(
      "the text of the watermark must be limited to characters of Noto Sans (Latin, Greek, Cyrillic and common signs), got '写', '真'; "
      + 'remove them, or use Watermark.image() with an image of the text'));
  });

  test.each([[Architecture.ARM_64, 'image-arm64'], [Architecture.X86_64, 'image-x64']])('is built for the processor %p', (architecture, name) => {
    const { folders } = assetsOf((stack) => new ImageManagementSystem(stack, 'Images', { architecture }));
    const bundled = join(__dirname, '..', '..', 'assets', name, 'node_modules', '@img');
    const staged = join(folderOf(folders, 'FunctionsResize'), 'node_modules', '@img');
    expect(readdirSync(staged)).toEqual(readdirSync(bundled));
  });
});
