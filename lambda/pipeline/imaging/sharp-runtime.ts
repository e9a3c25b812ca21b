import sharp from 'sharp';

/** sharp, configured for untrusted files. Every module imports it from here, so no image is read before the set-up. */
// The operation cache never hits here, and holds memory between images.
sharp.cache(false);
// The function has one vCPU: a second thread costs memory and saves no time.
sharp.concurrency(1);
// Block every loader, then unblock those of the accepted types: SVG, PDF and ImageMagick stay blocked. Text needs no loader.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(loader => `VipsForeignLoad${loader}`),
});

/** Installed versions of the libraries that make the pixels: `sharp 1.2.3 libvips 4.5.6`. */
export const PIPELINE = `sharp ${sharp.versions.sharp} libvips ${sharp.versions.vips}`;

export { sharp };
