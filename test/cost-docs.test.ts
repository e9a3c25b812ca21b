import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costParts } from '../projenrc/cost-docs/cost-tables';
import { HOPS } from '../projenrc/cost-docs/hops';
import { scalingParts } from '../projenrc/cost-docs/scaling-tables';
import { createSystems } from '../projenrc/cost-docs/systems';
import { fillParts, Parts } from '../projenrc/generated-parts';
import { UNFINISHED_SHARDS } from '../src/contract/table';

const read = (name: string): string => readFileSync(join(__dirname, '../docs', name), 'utf8');
const UPDATE = 'run: npx projen cost-docs';
const cost = costParts(createSystems());

describe('the documents say what the model says', () => {
  test.each<[string, Parts]>([['cost.md', cost], ['scaling.md', scalingParts()]])(`docs/%s (otherwise ${UPDATE})`, (name, parts) => {
    const text = read(name);
    expect(text).toBe(fillParts(`docs/${name}`, text, parts));
  });

  /** Dollars by the first cell of a row, its last but `back` cells. */
  const amount = (part: string, row: string, column: number): number => {
    const line = cost.get(part)!.split('\n').find((candidate) => candidate.includes(row))!;
    return Number(line.split('|')[column + 1].replaceAll('*', ''));
  };

  test('and their sentences what the tables say', () => {
    const idle = amount('idle', 'together', 2);
    expect(idle).toBeGreaterThan(4.5);
    expect(amount('idle', 'together', 1) - idle).toBeCloseTo(29.2, 1);
    expect(amount('storage', 'default', 1)).toBeCloseTo(0.09, 2);
    expect(amount('views', 'together', 1)).toBeCloseTo(0.02, 2);
    expect(amount('processing', 'together', 1)).toBeCloseTo(0.12, 2);
    expect(amount('processing', 'together', 4) / amount('processing', 'together', 1)).toBeGreaterThan(3);
    expect(amount('processing', 'X-Ray', 1) / amount('processing', 'together', 1)).toBeCloseTo(0.25, 1);
  });
});

describe('scaling', () => {
  test('ends at the design only beyond what anyone planned for: every fixed limit below 10,000 uploads a second is lifted by the service itself', () => {
    const ofDesign = HOPS.filter(({ name }) => name.includes('partition keys of the index'));
    expect(ofDesign.map(({ limit, each }) => limit / each)).toEqual([UNFINISHED_SHARDS.length * 1000 / 4]);
    for (const { kind, limit, each, lift } of HOPS) if (kind === 'fixed' && limit / each < 10_000) expect(lift).toMatch(/by itself|the queue holds/);
  });

  test('says of every hop how it is lifted', () => {
    for (const { lift } of HOPS) expect(lift).toMatch(/\w{3}/);
  });

  test('begins at the limits of the API, which bound the bill', () => {
    const [, , firstRow] = scalingParts().get('hops')!.split('\n');
    expect(firstRow).toMatch(/^\| API: .*\| prop \|$/);
    expect(firstRow).toContain('| 50 |');
  });
});
