import { ACCEPTED_TYPES, AcceptedType } from '../../../src/contract/media-types';
import { Problem } from '../http/problem';

/** What to do about types that people send often. */
const HINTS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^image\/hei[cf]/, 'HEIC photos cannot be read here: convert them to JPEG first. Phones do so by themselves where a web page\'s '
    + 'file input accepts "image/jpeg", or where the camera is set to "most compatible".'],
  [/^image\/(?:jpg|pjpeg)$/, 'The registered name of this type is image/jpeg.'],
  [/^image\/svg/, 'SVG is a program more than a picture: convert it to PNG first.'],
];

/** @throws Problem `unsupported-type` for what no decoder is enabled for */
export function refuseType(contentType: string): asserts contentType is AcceptedType {
  if (ACCEPTED_TYPES.some((type) => type === contentType)) return;
  const hint = HINTS.find(([pattern]) => pattern.test(contentType))?.[1];
  const detail = `content_type should be one of ${ACCEPTED_TYPES.join(', ')}.${hint ? ` ${hint}` : ''}`;
  throw new Problem('unsupported-type', detail, { members: { supported: ACCEPTED_TYPES } });
}
