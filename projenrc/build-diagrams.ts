import { writeFileSync } from 'fs';
import { join } from 'path';
import { drawImageWay } from './diagrams/image-way';

/** Writes the diagrams that are drawn from data. */
writeFileSync(join(__dirname, '..', 'docs', 'images', 'image-way.svg'), drawImageWay());
