import { readFileSync, writeFileSync } from 'node:fs';
import { costParts } from './cost-docs/cost-tables';
import { scalingParts } from './cost-docs/scaling-tables';
import { createSystems } from './cost-docs/systems';
import { fillParts } from './generated-parts';

/** Writes the tables of docs/cost.md and docs/scaling.md from the cost model, its prices and the quotas. */
for (const [document, parts] of [['docs/cost.md', costParts(createSystems())], ['docs/scaling.md', scalingParts()]] as const) {
  writeFileSync(document, fillParts(document, readFileSync(document, 'utf8'), parts));
}
