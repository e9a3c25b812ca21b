import { join } from 'node:path';
import { localFolder, projectRoot } from '../integ/local-aws/settings';

export { projectRoot };

/** Photographs, bundled workers and a Python environment: kept between runs, ignored by git. */
export const benchFolder = join(localFolder, 'bench');

export const fontFile = join(projectRoot, 'node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf');

/** The image functions as they are deployed, for this machine's processor. */
export const imageAssets = join(projectRoot, 'assets', `image-${process.arch === 'arm64' ? 'arm64' : 'x64'}`);
