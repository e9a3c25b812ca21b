/** What works in Node alone. */
export { fileFromPath as fromPath } from './files.js';
