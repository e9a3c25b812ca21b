import sharp from 'sharp';

/**
 * sharp, set up for a function that meets strangers' files. Every module takes it from here, so that no image is
 * read before the set-up.
 */
// A cache of operations never hits here, and holds memory between images.
sharp.cache(false);
// One virtual processor: a second thread costs memory and saves nothing.
sharp.concurrency(1);
// All loaders, and then only those of the accepted types: SVG, PDF, ImageMagick and the rest stay shut. Text needs none.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(loader => `VipsForeignLoad${loader}`),
});

/** What makes the pixels, as installed: `sharp 1.2.3 libvips 4.5.6`. */
export const PIPELINE = `sharp ${sharp.versions.sharp} libvips ${sharp.versions.vips}`;

export { sharp };
