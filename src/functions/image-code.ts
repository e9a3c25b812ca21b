import { cpSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AssetHashType, DockerImage, ILocalBundling } from 'aws-cdk-lib';
import { Architecture, AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { assetFolder } from './handler-function';
import { missingCharacters } from '../contract/font-coverage';
import { imageAssetFolder } from '../contract/functions';
import { WATERMARK_FILE } from '../contract/image-settings';
import { fail } from '../options/check';
import { BoundWatermark } from '../options/watermark';

const FONT = join('fonts', 'NotoSans-Regular.ttf');

/** Code of the three image functions for their architecture, including the watermark image if there is one. */
export function imageCode(architecture: Architecture, watermark: BoundWatermark | undefined): AssetCode {
  const folder = assetFolder(imageAssetFolder(processor(architecture)));
  if (watermark?.settings.kind === 'text') requireGlyphs(join(folder, FONT), watermark.settings.text);
  if (watermark?.picture === undefined || watermark.settings.kind !== 'image') return Code.fromAsset(folder);
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: new PictureCopy(folder, watermark.picture),
      // The CDK caches bundling by these options within a synth, and ignores `local`.
      environment: { WATERMARK_SHA256: watermark.settings.sha256 },
    },
  });
}

/** Copies the bundled folder and adds the watermark image: "bundling" without Docker. */
class PictureCopy implements ILocalBundling {
  constructor(private readonly folder: string, private readonly picture: Uint8Array) {}

  public tryBundle(outputDir: string): boolean {
    cpSync(this.folder, outputDir, { recursive: true });
    writeFileSync(join(outputDir, WATERMARK_FILE), this.picture);
    return true;
  }
}

/** A character without a glyph would silently be drawn as an empty box on every image. */
function requireGlyphs(fontFile: string, text: string): void {
  const missing = missingCharacters(readFileSync(fontFile), text);
  if (missing.length > 0) {
    fail('the text of the watermark', 'limited to characters of Noto Sans (Latin, Greek, Cyrillic and common signs)',
      missing.map((character) => `'${character}'`).join(', '), 'remove them, or use Watermark.image() with an image of the text');
  }
}

function processor(architecture: Architecture): 'arm64' | 'x64' {
  if (architecture.name === Architecture.ARM_64.name) return 'arm64';
  if (architecture.name === Architecture.X86_64.name) return 'x64';
  return fail('architecture', 'Architecture.ARM_64 or Architecture.X86_64', `'${architecture.name}'`);
}
