import { v7 } from 'uuid';

/**
 * UUID version 7 (RFC 9562): ids sort by the time they were made. A counter keeps those of one process in order, also
 * within one millisecond and when the clock is set back.
 */
export function newImageId(): string {
  return v7();
}

/** When an id was made, by the clock of the function that made it. */
export function timeOfImageId(imageId: string): Date {
  return new Date(parseInt(imageId.slice(0, 8) + imageId.slice(9, 13), 16));
}

/** Lower-case UUID of any version: every id of this system has this form. */
export function isImageId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
