import * as z from 'zod/mini';
import { SizeSettings } from '../../../src/contract/image-settings';

/** `recipe` is missing in a row of a version that did not write it. */
const list = z.array(z.object({ size: z.string(), recipe: z.optional(z.string()) }));

/**
 * Whether renditions were made with other settings: a size was added, removed or changed, or the watermark, the formats or the
 * pipeline, all of which are part of the recipe.
 *
 * @param renditions JSON text, as the row has it
 */
export function isOutdated(renditions: string | undefined, sizes: readonly Pick<SizeSettings, 'name' | 'recipe'>[]): boolean {
  const made = read(renditions).map(({ size, recipe }) => `${size} ${recipe}`);
  const wanted = sizes.map(({ name, recipe }) => `${name} ${recipe}`);
  return wanted.some((size) => !made.includes(size)) || made.some((size) => !wanted.includes(size));
}

function read(renditions = '[]'): z.infer<typeof list> {
  try {
    return list.parse(JSON.parse(renditions));
  } catch {
    // New renditions replace whatever this is.
    return [];
  }
}
