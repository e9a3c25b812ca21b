import type { ImageRecord } from 'image-management-client' with { 'resolution-mode': 'import' };

const TYPES = 'JPEG, PNG, WebP, GIF, AVIF and TIFF';

/** What a code of the API, of the client or of a rejection means to a person. */
const MEANINGS: Readonly<Record<string, string>> = {
  // Of a rejected file.
  'unsupported-type': `This kind of file cannot be used: ${TYPES} can.`,
  'type-mismatch': 'The file is of another kind than its name says.',
  'corrupt-image': 'The file is damaged or incomplete.',
  'too-many-pixels': 'The picture has too many pixels.',
  'content-refused': 'This picture is not allowed here.',
  'too-many-frames': 'The animation has too many frames.',
  'file-too-large': 'The file is too large.',
  'empty-file': 'The file is empty.',
  'unreadable-file': 'The file cannot be read any more: choose it again.',
  // Of a call.
  'unauthorized': 'Address and password do not fit, or the address was never confirmed.',
  'image-not-found': 'This picture is not there any more.',
  'processing-failed': 'The picture could not be processed. That is our fault, not the file’s.',
  'too-many-requests': 'That was too much at once: wait a little, then try again.',
  'server-error': 'Something went wrong on our side.',
  // Of the way to the server.
  'network': 'No connection to the server.',
  'timeout': 'The server took too long.',
  'upload-stalled': 'The upload stopped moving.',
  'upload-damaged': 'The bytes were damaged on the way.',
};

/** An error in a sentence or two, for the person in front of the page. */
export function explain(error: unknown): string {
  const { reason, code, message } = error as { reason?: string; code?: string; message?: string };
  return MEANINGS[reason ?? ''] ?? MEANINGS[code ?? ''] ?? message ?? 'Something went wrong.';
}

/** What is known of a ready picture, in a line. */
export function facts({ width, height, size }: Pick<ImageRecord, 'width' | 'height' | 'size'>): string {
  return [width && height && `${width} × ${height}`, size && bytes(size)].filter(Boolean).join(' · ');
}

/** Such as `23 kB` or `1.4 MB`. */
export function bytes(count: number): string {
  return count < 999_500 ? `${Math.max(1, Math.round(count / 1000))} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
