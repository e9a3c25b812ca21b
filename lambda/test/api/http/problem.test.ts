import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS } from '../../../../src/contract/problems';

const documentation = readFileSync(join(__dirname, '../../../../docs/api.md'), 'utf8');

test.each(Object.entries(PROBLEMS))('%s has a heading in docs/api.md with its status, for type to link to', (code, { status }) => {
  expect(documentation).toContain(`### ${code}\n${status}.`);
});
