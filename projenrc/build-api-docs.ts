import { readFileSync, writeFileSync } from 'node:fs';
import { openApiText } from './api-docs/openapi';
import { fillIn } from './api-docs/tables';

/** Writes what the wire contract decides: docs/openapi.json, and the tables of docs/api.md between their markers. */
writeFileSync('docs/openapi.json', openApiText());
writeFileSync('docs/api.md', fillIn(readFileSync('docs/api.md', 'utf8')));
