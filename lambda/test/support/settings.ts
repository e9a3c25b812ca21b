import { DEFAULT_LIMITS, ImageSettings, SizeSettings } from '../../../src/contract/image-settings';

function size(name: string, width: number): SizeSettings {
  return { name, width, fit: 'inside', position: 'center', enlarge: false, watermark: true, recipe: '0123abcd' };
}

export const SETTINGS: ImageSettings = {
  sizes: [size('thumbnail', 150), size('medium', 1024)],
  formats: [{ format: 'webp', quality: 80, effort: 2 }, { format: 'jpeg', quality: 80 }],
  limits: { ...DEFAULT_LIMITS, maxFileSize: 1_000 },
};

/** Signing asks for these; nothing is sent. */
export const CREDENTIALS = { region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' } };
