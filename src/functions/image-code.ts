import { cpSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AssetHashType, DockerImage, ILocalBundling } from 'aws-cdk-lib';
import { Architecture, AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { assetFolder } from './asset-folder';
import { missingCharacters } from '../contract/font-coverage';
import { imageAssetFolder } from '../contract/functions';
import { WATERMARK_FILE } from '../contract/image-settings';
import { fail } from '../options/check';
import { BoundWatermark } from '../options/watermark';

const FONT = join('fonts', 'NotoSans-Regular.ttf');

/** Code of the three image functions, built for their processor, with the watermark's picture where there is one. */
export function imageCode(architecture: Architecture, watermark: BoundWatermark | undefined): AssetCode {
  const folder = assetFolder(imageAssetFolder(processor(architecture)));
  if (watermark?.settings.kind === 'text') requireGlyphs(join(folder, FONT), watermark.settings.text);
  if (watermark?.picture === undefined || watermark.settings.kind !== 'image') return Code.fromAsset(folder);
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: new PictureCopy(folder, watermark.picture),
      // Within one synth, the CDK takes two bundlings for one when these options are equal, and sees nothing of `local`.
      environment: { WATERMARK_SHA256: watermark.settings.sha256 },
    },
  });
}

/** Copies the ready-made folder and puts the picture beside the functions: "bundling" without Docker. */
class PictureCopy implements ILocalBundling {
  constructor(private readonly folder: string, private readonly picture: Uint8Array) {}

  public tryBundle(outputDir: string): boolean {
    cpSync(this.folder, outputDir, { recursive: true });
    writeFileSync(join(outputDir, WATERMARK_FILE), this.picture);
    return true;
  }
}

/** A character without a glyph would be drawn as an empty box, on every image, with no error. */
function requireGlyphs(fontFile: string, text: string): void {
  const missing = missingCharacters(readFileSync(fontFile), text);
  if (missing.length > 0) {
    fail('the text of the watermark', 'made of characters that Noto Sans has (Latin, Greek, Cyrillic and common signs)',
      missing.map((character) => `'${character}'`).join(', '), 'leave them out, or use Watermark.image() with a picture of the text');
  }
}

function processor(architecture: Architecture): 'arm64' | 'x64' {
  if (architecture.name === Architecture.ARM_64.name) return 'arm64';
  if (architecture.name === Architecture.X86_64.name) return 'x64';
  return fail('architecture', 'Architecture.ARM_64 or Architecture.X86_64', `'${architecture.name}'`);
}
