import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { imageEvent } from '../lambda/pipeline/messages/image-event';
import type { OutcomeRow } from '../lambda/pipeline/record-outcome/outcome-rows';
import { RecordOutcome } from '../lambda/pipeline/record-outcome/record-outcome';
import { EVENT_FIELDS, EVENTS } from '../projenrc/api-docs/event-schemas';
import { eventSchemaTexts } from '../projenrc/api-docs/events';
import { at, JsonObject, text } from '../projenrc/templates/json';
import { synthesize } from '../projenrc/templates/synth';
import { DetailType, EVENT_SOURCE } from '../src/contract/events';
import type { ImageEvent } from '../src/contract/workflow';

const FOLDER = join(__dirname, '../docs/events');
const ajv = addFormats(new Ajv({ allErrors: true }));
const schemas = readdirSync(FOLDER).map((name): [string, JsonObject] => [name, JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))]);

/** An event of each kind, as record-outcome and the deletion announcer make them. */
async function published(): Promise<ImageEvent[]> {
  const ids = { user_id: 'user', image_id: '01900000-0000-7000-8000-00000000000a' };
  const ended = { updated_at: '2026-01-01T00:00:00.000Z', ended_by: 'execution' };
  const rows: OutcomeRow[] = [
    { ...ended, status: 'ready', pipeline: 'x 1', renditions: '[]' },
    { ...ended, status: 'rejected', reason: 'corrupt-image' },
    { ...ended, status: 'rejected', reason: 'content-refused', reason_detail: 'violence' },
    { ...ended, status: 'failed', reason: 'processing-failed' },
  ];
  const nothing = async () => undefined;
  const recorded = await Promise.all(rows.map(async (row) => new RecordOutcome({
    rows: { end: async () => row, replace: async () => row, keep: async () => row, read: async () => row },
    objects: { removeOriginal: nothing, removeAll: nothing, supersede: nothing },
    outputBucket: 'output',
    now: () => new Date(),
  }).record({ task: 'record', execution_id: 'execution', run: { ...ids, key: 'key' } })));
  const deleted = imageEvent({ ...ids, status: 'deleted', bucket: 'output' });
  // As Step Functions passes them on.
  return JSON.parse(JSON.stringify([...recorded, deleted].map(({ event }) => event)));
}

let events: ImageEvent[];
beforeAll(async () => { events = await published(); });

test('docs/events has a schema of each event, as the wire contract has it (otherwise run: npx projen api-docs)', () => {
  const files = schemas.map(([name]) => [name, readFileSync(join(FOLDER, name), 'utf8')]);
  expect(files).toEqual([...eventSchemaTexts()].sort());
});

test('every event that the system publishes has a schema, and every schema an event', () => {
  const sent = [...new Set(events.map(({ detail_type: type }) => type))].sort();
  expect(sent).toEqual(Object.values(DetailType).sort());
  expect(schemas.map(([, { title }]) => title).sort()).toEqual(sent);
  expect(schemas).toHaveLength(Object.keys(EVENTS).length);
});

test('the source of events is that of their schemas', () => {
  for (const part of ['Workflow', 'Publication']) {
    const definition = text(synthesize().one('AWS::StepFunctions::StateMachine', part).properties.DefinitionString);
    expect(definition).toContain(`"Source":"${EVENT_SOURCE}"`);
  }
});

describe.each(schemas)('docs/events/%s', (_name, schema) => {
  const detail = at(schema, 'properties', 'detail');
  const own = () => events.filter(({ detail_type: type }) => type === schema.title);

  test('is JSON Schema 2020-12', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  test('has what the system publishes, field by field, and requires what each such event has', () => {
    const fields = own().map((event) => Object.keys(event.detail));
    const everywhere = fields[0].filter((field) => fields.every((others) => others.includes(field)));
    expect([...at(detail, 'required') as string[]].sort()).toEqual(everywhere.sort());
    expect(Object.keys(at(detail, 'properties') as JsonObject).sort()).toEqual([...new Set(fields.flat())].sort());
  });

  test('fixes what every such event has', () => {
    for (const event of own()) {
      for (const field of ['version', 'status']) expect(at(detail, 'properties', field, 'const')).toBe(event.detail[field]);
    }
    expect(at(schema, 'properties', 'source', 'const')).toBe(EVENT_SOURCE);
    expect(at(schema, 'properties', 'detail-type', 'const')).toBe(own()[0].detail_type);
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
