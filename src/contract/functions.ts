/** Folder names under lambda/, bundle names under assets/, and service names in logs. */
export const API_AND_EVENT_FUNCTIONS = ['auth-handler', 'upload-handler', 's3-event-handler', 'orchestrator', 'record-outcome', 'image-retrieval', 'sweeper', 'deletion-announcer', 'erase-user', 'repair'] as const;
export const IMAGE_FUNCTIONS = ['validation', 'resize', 'watermark'] as const;
export type FunctionName = (typeof API_AND_EVENT_FUNCTIONS)[number] | (typeof IMAGE_FUNCTIONS)[number];

/** `assets/<name>/index.js`, exporting `handler`. */
export const HANDLER = 'index.handler';

/** `assets/svg-rasterizer/index.js`: not a function, but a program that rasterizes SVG watermarks at synth. */
export const SVG_RASTERIZER = 'svg-rasterizer';

/** `assets/image-<architecture>/`: the three image functions, one node_modules with sharp, and fonts/. */
export function imageAssetFolder(architecture: 'arm64' | 'x64'): string {
  return `image-${architecture}`;
}

/** Handler of an image function inside that folder. */
export function imageHandler(name: (typeof IMAGE_FUNCTIONS)[number]): string {
  return `${name}/index.handler`;
}
