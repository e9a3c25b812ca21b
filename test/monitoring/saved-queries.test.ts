import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { at, text, texts } from '../../projenrc/templates/json';
import { read, synthesize } from '../../projenrc/templates/synth';
import { ImageManagementSystem, Watermark } from '../../src';

const stack = synthesize({ watermark: Watermark.text('©') });
const queries = stack.ofType('AWS::Logs::QueryDefinition');
const folderAndName = (name: string) => name.split('/');

test('each of the saved queries reads the logs of every function', () => {
  const groups = stack.functions().map(({ resource }) => text(at(resource.properties, 'LoggingConfig', 'LogGroup')));
  expect(queries).toHaveLength(4);
  for (const { properties } of queries) expect(texts(properties.LogGroupNames).sort()).toEqual(groups.sort());
});

test('those of two systems have different names', () => {
  const two = new Stack(new App({ context: { 'aws:cdk:disable-asset-staging': true } }), 'Stack');
  new ImageManagementSystem(two, 'One');
  new ImageManagementSystem(two, 'Two');
  const names = read(two).ofType('AWS::Logs::QueryDefinition').map(({ properties }) => text(properties.Name));
  expect(new Set(names).size).toBe(8);
  expect(new Set(names.map((name) => folderAndName(name)[0])).size).toBe(2);
});

test('each has its line in docs/monitoring.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/monitoring.md'), 'utf8');
  const [, section] = /\n## Saved queries\n([^]*?)(?:\n## |$)/.exec(page)!;
  const described = [...section.matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, name]) => name);
  expect(described.sort()).toEqual(queries.map(({ properties }) => folderAndName(text(properties.Name))[1]).sort());
});

test('one image is followed by the id that every line about it has', () => {
  const { properties } = stack.one('AWS::Logs::QueryDefinition', 'OneImage');
  expect(properties.QueryString).toContain("filter image_id = 'PUT THE IMAGE ID HERE'");
  expect(properties.QueryString).toContain('sort @timestamp asc');
});
