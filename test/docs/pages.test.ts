import { read } from '../../projenrc/documents';

const page = read('docs/alternatives.md');
const sections = page.split('\n## One by one\n')[1].split('\n## ')[0].split('\n### ').slice(1);

// holds: promise.alternatives
test('docs/alternatives.md says of each alternative what it does better, and what its sources are', () => {
  expect(sections.length).toBeGreaterThan(5);
  for (const section of sections) {
    const [name] = section.split('\n');
    expect([name, section.includes('Better there:')]).toEqual([name, true]);
    expect([name, page.includes(`[${name.split(' for Amazon')[0]}](https://`)]).toEqual([name, true]);
  }
});

test('docs/alternatives.md says of when it is', () => {
  expect(page).toMatch(/^As of \w+ 20\d\d, /m);
});

// holds: promise.deployment
test('docs/deployment.md has the bootstrap, the first user and the tear-down', () => {
  const deployment = read('docs/deployment.md');
  expect(deployment).toContain('cdk bootstrap');
  expect(deployment.match(/^## .*/gm)).toEqual(expect.arrayContaining(['## First user', '## Tear-down']));
});
