import { ImageSettings, SizeSettings } from '../../../src/contract/image-settings';

function size(name: string, width: number): SizeSettings {
  return { name, width, fit: 'inside', position: 'center', enlarge: false, watermark: true, recipe: '0123abcd' };
}

export const SETTINGS: ImageSettings = {
  sizes: [size('thumbnail', 150), size('medium', 1024)],
  formats: [{ format: 'webp', quality: 80, effort: 2 }, { format: 'jpeg', quality: 80 }],
  limits: { maxFileSize: 1_000, maxPixels: 100_000_000, maxSide: 30_000, maxFrames: 300 },
};

/** Signing asks for these; nothing is sent. */
export const CREDENTIALS = { region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' } };
