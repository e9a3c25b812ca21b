import { createHash } from 'node:crypto';
import { FormatSettings, MetadataField, SizeSettings, WatermarkSettings } from './image-settings';

/** Grows when the pipeline's code changes the pixels that equal settings give. */
const PIPELINE_VERSION = 1;

/**
 * 8 hex digits over all that decides how a size looks. It is part of a rendition's key, so a changed
 * recipe writes beside the old objects, never over them, and a cached URL never shows a stale picture.
 */
export function recipeOf(
  size: Omit<SizeSettings, 'recipe'>,
  formats: readonly FormatSettings[],
  watermark: WatermarkSettings | undefined,
  keepMetadata: readonly MetadataField[] = [],
): string {
  const kept = keepMetadata.length > 0 ? [[...keepMetadata].sort()] : [];
  const ingredients = [PIPELINE_VERSION, size, formats, size.watermark ? watermark : undefined, ...kept];
  return createHash('sha256').update(canonicalJson(ingredients)).digest('hex').slice(0, 8);
}

/** JSON with sorted keys: equal settings give equal text, whatever order they were written in. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part);
}
