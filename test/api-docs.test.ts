import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESCRIPTIONS } from '../projenrc/api-docs/calls';
import { openApiDocument, openApiText } from '../projenrc/api-docs/openapi';
import { problemSchemaId } from '../projenrc/api-docs/schemas';
import { fillIn, generatedParts } from '../projenrc/api-docs/tables';
import { CALLS } from '../src/contract/calls';
import { ProblemCode, PROBLEMS } from '../src/contract/problems';

const read = (name: string): string => readFileSync(join(__dirname, '../docs', name), 'utf8');
const UPDATE = 'run: npx projen api-docs';
const names = CALLS.map(({ method, path }) => `${method} ${path}`);
const document = JSON.parse(read('openapi.json'));

describe('the documents say what the wire contract says', () => {
  test(`docs/openapi.json (otherwise ${UPDATE})`, () => {
    expect(read('openapi.json')).toBe(openApiText());
  });

  test(`the tables of docs/api.md (otherwise ${UPDATE})`, () => {
    const text = read('api.md');
    expect(text).toBe(fillIn(text));
  });

  test('every route has a description, and every description a route', () => {
    expect(Object.keys(DESCRIPTIONS).sort()).toEqual([...names].sort());
  });

  test.each(names)('%s has a heading in docs/api.md with an example below it', (name) => {
    const [, section = ''] = read('api.md').split(`\n### ${name}\n`);
    const [method, path] = name.split(' ');
    const example = new RegExp(`\`\`\`bash\ncurl ${method === 'GET' ? '' : `-X ${method} `}"?\\$API${path.replace(/\{(\w+)\}/, (_whole, parameter: string) => `\\$${parameter.toUpperCase()}`)}\\b`);
    expect(section.split('\n### ')[0]).toMatch(example);
  });

  test.each(Object.entries(PROBLEMS))('%s is documented: a call or the fallback answers with it', (code) => {
    const ofPaths = ['not-found', 'method-not-allowed'];
    const used = JSON.stringify(openApiDocument().paths).includes(`"#/components/schemas/${problemSchemaId(code as ProblemCode)}"`);
    expect(used || ofPaths.includes(code)).toBe(true);
  });
});

describe('docs/openapi.json', () => {
  test('names only components that it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(100);
    for (const name of references) expect(document.components.schemas).toHaveProperty(name);
  });

  test('gives every operation its own id, a success and its errors', () => {
    const operations = Object.values<Record<string, { operationId: string; responses: object }>>(document.paths).flatMap(Object.values);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(CALLS.length);
    for (const { responses } of operations) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '403', '429', '500', '503']));
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  test.each(CALLS.map(({ authorized, method, path }) => [method, path, authorized]))('asks for a token where %s %s does', (method, path, authorized) => {
    const { security, responses } = document.paths[String(path)][String(method).toLowerCase()];
    expect(security).toEqual(authorized ? [{ idToken: [] }] : []);
    if (authorized) expect(responses).toHaveProperty('401');
  });

  test('describes every field and parameter', () => {
    const { schemas } = document.components;
    const fields = Object.values<{ properties?: Record<string, { description?: string }> }>(schemas)
      .flatMap(({ properties = {} }) => Object.values(properties));
    expect(fields.length).toBeGreaterThan(100);
    for (const { description } of fields) expect(description).toMatch(/\w/);
  });
});

describe('the tables', () => {
  test('name a part that the text lacks', () => {
    expect(() => fillIn('# REST API\n')).toThrow(/no markers .*GET \/images/);
  });

  test('refuse markers of a part that there is not', () => {
    expect(() => fillIn('<!-- generated: nothing -->\n<!-- /generated -->\n')).toThrow(/"nothing", which is none of: calls/);
  });

  test('replace what is between the markers, and nothing else', () => {
    const all = [...generatedParts().keys()].map((name) => `before\n<!-- generated: ${name} -->\nstale\n<!-- /generated -->\nafter\n`).join('');
    const filled = fillIn(all);
    expect(filled).not.toContain('stale');
    expect(filled.match(/^before$/gm)).toHaveLength(generatedParts().size);
    expect(fillIn(filled)).toBe(filled);
  });
});
