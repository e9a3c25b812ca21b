const RENDITIONS = ['large', 'medium', 'small', 'thumbnail'].flatMap((size) => ['jpeg', 'webp'].map((format) => `${size}.${format}`));

/** What the function of the flow answers where all is well, with the construct's own sizes and formats. */
export const FLOW_RESULT = {
  /** Status, and each rendition that was fetched. */
  ready: ['ready', ...RENDITIONS],
  /** Status and reason of bytes that are no picture. */
  rejected: ['rejected', 'unsupported-type'],
  /** Renditions whose URLs still work after the image's deletion. */
  left: [],
};
