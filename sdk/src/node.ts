/** Works only in Node. */
export { fileFromPath as fromPath } from './node-platform.js';
