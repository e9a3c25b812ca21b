import { readFileSync } from 'node:fs';
import { ImageManagementClient } from '../../src/index.js';
import { fromPath } from '../../src/node.js';

/*
 * A process of its own: uploads the file named by its second argument to the backend named by its first, and prints
 * bytes of resident memory: idle, and at the highest.
 */
const [baseUrl, path] = process.argv.slice(2) as [string, string];
const client = new ImageManagementClient({ baseUrl });
await client.auth.signIn({ email: 'e', password: 'p' });
await client.images.upload(new Blob(['idle'], { type: 'image/tiff' }));
const idle = process.memoryUsage.rss();
await client.images.upload(await fromPath(path, { type: 'image/tiff' }));
process.stdout.write(JSON.stringify({ idle, peak: peak() }));

/** On Linux the kernel's own high-water mark: the usual counter begins with the memory of the parent. */
function peak(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024;
}
