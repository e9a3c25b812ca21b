import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { fillInSecurity } from '../../projenrc/security-docs/security-tables';

const ROOT = join(__dirname, '..', '..');
const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const threats = text.split('\n## Threats\n')[1].split('\n## ')[0];

/** Every box of the data flow of docs/architecture.md. */
const ELEMENTS = [
  'The app', 'API Gateway', 'auth-handler', 'Cognito', 'upload-handler', 'The signed upload and the input bucket', 'EventBridge', 's3-event-handler',
  'The queues', 'orchestrator', 'Step Functions', 'The image functions', 'The output bucket', 'CloudFront', 'DynamoDB', 'image-retrieval',
  'The key (KMS)', 'The VPC and its endpoints', 'Logs, metrics and traces', 'The operator: repair and erasure',
];

/** Links as `[test](../test/x.test.ts) "title"`. */
const shown = [...text.matchAll(/\]\(\.\.\/([\w./-]+\.test\.ts)\) "([^"]+)"/g)].map(([, file, title]) => ({ file, title }));

test('the tables of docs/security.md are those of the code (otherwise run: npx projen api-docs)', () => {
  expect(text).toBe(fillInSecurity(text));
}, 300_000);

test.each(shown.map(({ file, title }) => [file, title]))('%s has the test "%s" that docs/security.md names', (file, title) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
  const source = readFileSync(join(ROOT, file), 'utf8').replaceAll("\\'", "'");
  expect([`'${title}'`, `\`${title}\``].some((quoted) => source.includes(`${quoted},`))).toBe(true);
});

test('the threats of every element are told, of all six kinds', () => {
  const sections = threats.split('\n### ').slice(1).map((section) => section.split('\n'));
  expect(sections.map(([heading]) => heading)).toEqual(ELEMENTS);
  for (const [heading, ...lines] of sections) {
    const kinds = lines.filter((line) => line.startsWith('| ')).slice(1).flatMap((line) => line.split('|')[1].trim().split(', '));
    expect([heading, [...new Set(kinds)].sort()]).toEqual([heading, ['D', 'E', 'I', 'R', 'S', 'T']]);
  }
});

test('every threat names a test, or says that none of this project can show it', () => {
  const rows = threats.split('\n').filter((line) => /^\| [STRIDE](?:, [STRIDE])* \|/.test(line));
  expect(rows.length).toBeGreaterThan(60);
  for (const row of rows) expect(row).toMatch(/\.test\.ts\) "|\| AWS \||\| the team \||\| review \|/);
});
