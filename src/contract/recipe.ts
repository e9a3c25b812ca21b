import { createHash } from 'node:crypto';
import { FormatSettings, MetadataField, SizeSettings, WatermarkSettings } from './image-settings';

/** Raise it when a change of the pipeline's code changes the pixels that the same settings produce. */
const PIPELINE_VERSION = 1;

/**
 * Hashes everything that decides how a size looks into 8 hex digits. The recipe is part of a rendition's key: a changed
 * one writes new objects and never overwrites old ones, so a cached URL never shows a stale picture.
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

/** JSON with sorted keys: equal settings give equal text, in whatever order they were written. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part);
}
