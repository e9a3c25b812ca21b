import { readFileSync } from 'fs';
import { join } from 'path';
import { fillInSecurity } from '../../projenrc/security-docs/security-tables';
import { heldKeys } from '../support/held';

const ROOT = join(__dirname, '..', '..');
const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const threats = text.split('\n## Threats\n')[1].split('\n## ')[0];

/** Every box of the data flow of docs/architecture.md. */
const ELEMENTS = [
  'The app', 'API Gateway', 'auth-handler', 'Cognito', 'upload-handler', 'The signed upload and the input bucket', 'EventBridge', 's3-event-handler',
  'The queues', 'orchestrator', 'Step Functions', 'The image functions', 'The output bucket', 'CloudFront', 'DynamoDB', 'image-retrieval',
  'The key (KMS)', 'The VPC and its endpoints', 'Logs, metrics and traces', 'The operator: repair and erasure',
];

/** Kinds of a row, and the key that tests hold, or who else answers for the threat. */
const ROW = /^\| ([STRIDE](?:, [STRIDE])*) (`[a-z0-9-]+\.[a-z-]+`|AWS) \|/;
const rows = threats.split('\n').filter((line) => /^\| [STRIDE]\b/.test(line));
const keys = rows.flatMap((row) => /`(.+)`/.exec(ROW.exec(row)?.[2] ?? '')?.[1] ?? []).map((key) => `threat.${key}`);
const ofTests = heldKeys();

test('the tables of docs/security.md are those of the code (otherwise run: npx projen api-docs)', () => {
  expect(text).toBe(fillInSecurity(text));
}, 300_000);

test.each(keys)('%s is held by a test', (key) => {
  expect(ofTests.get(key) ?? []).not.toEqual([]);
});

test('every threat that a test holds is in docs/security.md, once', () => {
  expect([...ofTests.keys()].filter((key) => key.startsWith('threat.')).sort()).toEqual([...keys].sort());
});

test('every element has threats of all six kinds', () => {
  const sections = threats.split('\n### ').slice(1).map((section) => section.split('\n'));
  expect(sections.map(([heading]) => heading)).toEqual(ELEMENTS);
  for (const [heading, ...lines] of sections) {
    const kinds = lines.flatMap((line) => ROW.exec(line)?.[1].split(', ') ?? []);
    expect([heading, [...new Set(kinds)].sort()]).toEqual([heading, ['D', 'E', 'I', 'R', 'S', 'T']]);
  }
});

test('every threat has a key, or is for AWS to hold', () => {
  expect(rows.length).toBeGreaterThan(60);
  for (const row of rows) expect(row).toMatch(ROW);
});
