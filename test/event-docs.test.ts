import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { EVENT_FIELDS, EVENTS } from '../projenrc/api-docs/event-schemas';
import { eventSchemaTexts } from '../projenrc/api-docs/events';
import { at, isObject, JsonObject, text } from '../projenrc/templates/json';
import { synthesize } from '../projenrc/templates/synth';
import { Moderation } from '../src';
import { DetailType } from '../src/contract/events';

const FOLDER = join(__dirname, '../docs/events');
const ajv = addFormats(new Ajv({ allErrors: true }));
const schemas = readdirSync(FOLDER).map((name): [string, JsonObject] => [name, JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))]);
/** With every part that sends an event. */
const stack = synthesize({ moderation: [Moderation.rekognition()] });
const states = JSON.parse(text(stack.one('AWS::StepFunctions::StateMachine', 'Workflow').properties.DefinitionString)).States as Record<string, JsonObject>;
const entries = Object.values(states).flatMap((state): JsonObject[] => {
  const entry = at(state, 'Parameters', 'Entries', 0);
  // An event that is sent late says itself which it is.
  return isObject(entry) && 'DetailType' in entry ? [entry] : [];
});

test('docs/events has a schema of each event, as the wire contract has it (otherwise run: npx projen api-docs)', () => {
  const files = schemas.map(([name]) => [name, readFileSync(join(FOLDER, name), 'utf8')]);
  expect(files).toEqual([...eventSchemaTexts()].sort());
});

test('every event that the workflow sends has a schema, and every schema an event', () => {
  const sent = [...new Set(entries.map(({ DetailType: type }) => type))].sort();
  expect(sent).toEqual(Object.values(DetailType).sort());
  expect(schemas.map(([, { title }]) => title).sort()).toEqual(sent);
  expect(schemas).toHaveLength(Object.keys(EVENTS).length);
});

describe.each(schemas)('docs/events/%s', (_name, schema) => {
  const places = entries.filter(({ DetailType: type }) => type === schema.title);
  const [entry] = places;
  const written = places.map(({ Detail }) => Object.keys(Detail as JsonObject).map((field) => field.replace('.$', '')));
  const detail = at(schema, 'properties', 'detail');

  test('is JSON Schema 2020-12', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  test('has what the workflow sends, field by field, and asks for what each place sends', () => {
    const everywhere = written[0].filter((field) => written.every((fields) => fields.includes(field)));
    expect([...at(detail, 'required') as string[]].sort()).toEqual(everywhere.sort());
    expect(Object.keys(at(detail, 'properties') as JsonObject).sort()).toEqual([...new Set(written.flat())].sort());
  });

  test('fixes what the workflow writes as it is', () => {
    for (const { Detail } of places) {
      for (const field of ['version', 'status']) expect(at(detail, 'properties', field, 'const')).toBe(at(Detail, field));
    }
    expect(at(schema, 'properties', 'source', 'const')).toBe(entry.Source);
    expect(at(schema, 'properties', 'detail-type', 'const')).toBe(entry.DetailType);
  });

  test('describes every field', () => {
    for (const property of Object.values(at(detail, 'properties') as JsonObject)) expect(at(property, 'description')).toMatch(/\w/);
  });

  test('lets a later version add fields', () => {
    expect(JSON.stringify(schema)).not.toContain('additionalProperties');
  });
});

test('no field is described that no event has', () => {
  const used = JSON.stringify(schemas);
  for (const field of Object.keys(EVENT_FIELDS)) expect(used).toContain(`"${field}":{"description"`);
});
