import { rmSync } from 'fs';
import { join } from 'path';
import { ROOT } from './docs-site/markdown';
import { writeSite } from './docs-site/write-site';

/** Writes docs/site, all but the client's reference. */
const folder = join(ROOT, 'docs', 'site');
rmSync(folder, { recursive: true, force: true });
console.log(`${writeSite(folder).length} pages: docs/site/index.html`);
