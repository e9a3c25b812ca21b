import { readFileSync, writeFileSync } from 'node:fs';
import { eventSchemaTexts } from './api-docs/events';
import { openApiText } from './api-docs/openapi';
import { fillIn } from './api-docs/tables';
import { fillInSecurity } from './security-docs/security-tables';

/**
 * Writes what the code decides: docs/openapi.json, docs/events/, and the tables of docs/api.md and docs/security.md between
 * their markers.
 */
writeFileSync('docs/openapi.json', openApiText());
writeFileSync('docs/api.md', fillIn(readFileSync('docs/api.md', 'utf8')));
writeFileSync('docs/security.md', fillInSecurity(readFileSync('docs/security.md', 'utf8')));
for (const [name, text] of eventSchemaTexts()) writeFileSync(`docs/events/${name}`, text);
