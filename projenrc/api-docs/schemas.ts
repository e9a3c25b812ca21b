import * as z from 'zod/mini';
import { DESCRIPTIONS } from './calls';
import { Described } from './calls/call';
import { RENDITION } from './calls/image-calls';
import { problemDocument } from './problems';
import { imageRecord } from '../../lambda/api/schemas/answers';
import { DEFAULT_PAGE, MAX_PAGE } from '../../lambda/api/schemas/images';
import { ACCEPTED_TYPES } from '../../src/contract/media-types';
import { PROBLEMS, ProblemCode } from '../../src/contract/problems';
import { IMAGE_STATUSES, REJECTION_REASONS } from '../../src/contract/statuses';

export type Json = Readonly<Record<string, unknown>>;
type JsonSchema = Record<string, unknown> & { properties?: Record<string, JsonSchema> };

const PREFIX = '#/components/schemas/';

export function refTo(id: string): Json {
  return { $ref: PREFIX + id };
}

/** `unknown-size`: `UnknownSizeProblem` */
export function problemSchemaId(code: ProblemCode): string {
  return `${code.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('')}Problem`;
}

/** Every schema of bodies, requests first, then answers, then problems. */
export function componentSchemas(): Json {
  const calls = Object.values(DESCRIPTIONS);
  const requests = calls.flatMap(({ body }) => body ?? []);
  const answers = [RENDITION, ...calls.flatMap((call) => call.answers.flatMap(({ bodies = [] }) => bodies))];
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return {
    ...render(requests, tidied),
    ...render(answers, opened),
    ImageStatus: { type: 'string', enum: IMAGE_STATUSES, description: 'status of an image' },
    RejectionReason: { type: 'string', enum: REJECTION_REASONS, description: 'why a file was rejected; a later version may add reasons' },
    ...render(codes.map((code) => ({ id: problemSchemaId(code), schema: problemDocument(code), fields: PROBLEM_FIELDS })), opened),
  };
}

/** A query string as OpenAPI has it: one parameter for each field. */
export function queryParameters({ schema, fields }: Described): Json[] {
  const { properties = {}, required } = tidied(toJsonSchema(schema));
  const names = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, text]) => (
    { name, in: 'query', required: names.includes(name), description: plain(fields[name]), schema: SAID_BETTER[name] ?? text }
  ));
}

/** For people: `string`, `integer`. */
export function typeOf(schema: z.ZodMiniObject, field: string): string {
  const property = SAID_BETTER[field] ?? tidied(toJsonSchema(schema)).properties?.[field];
  return String(property?.type);
}

/** Parameters that are text on the wire and something else by their meaning, and a field whose wrong values have a code of their own. */
const SAID_BETTER: Readonly<Record<string, Json>> = {
  limit: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE },
  redirect: { type: 'boolean', default: false },
  content_type: { type: 'string', enum: ACCEPTED_TYPES },
};

const PROBLEM_FIELDS: Described['fields'] = {
  type: 'link to the heading of the code in docs/api.md',
  title: 'for people',
  status: 'of the answer',
  detail: 'for the person who calls the API',
  instance: 'id of the request, as the logs know it',
  code: 'stable: go by it',
  errors: 'what is wrong with which field; absent where API Gateway refused the request itself',
  sizes: 'those that there are',
  max_size: 'bytes',
  supported: 'types that are accepted',
  image_id: 'of the image',
  reason: 'why',
  reason_detail: 'where the content was refused: what refused it says',
};

function render(described: readonly Described[], finish: (schema: JsonSchema) => JsonSchema): Json {
  const registry = z.registry<{ id: string }>();
  registry.add(imageRecord.shape.status, { id: 'ImageStatus' });
  const fieldsOf = new Map(described.map(({ id, fields }) => [id, fields]));
  for (const { id, schema } of described) if (!registry.has(schema)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => PREFIX + id });
  return Object.fromEntries([...fieldsOf].map(([id, fields]) => {
    const { $id: _id, $schema: _schema, ...schema } = finish(schemas[id] as JsonSchema);
    const properties = Object.entries(schema.properties ?? {})
      .map(([name, property]) => [name, { ...SAID_BETTER[name] ?? property, description: plain(fields[name]) }]);
    return [id, { ...schema, properties: Object.fromEntries(properties) }];
  }));
}

function toJsonSchema(schema: z.ZodMiniType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input' }) } as JsonSchema;
}

/** Links within docs/api.md lead nowhere from here. */
function plain(text: string): string {
  return text.replace(/\[([^\]]+)\]\(#[^)]+\)/g, '$1');
}

/** A later version may add fields to an answer, and clients should not mind. */
function opened(schema: JsonSchema): JsonSchema {
  return walk(tidied(schema), (node) => {
    if (node.additionalProperties === false) delete node.additionalProperties;
    return node;
  });
}

/** Without what zod writes down and nobody needs to read. */
function tidied(schema: JsonSchema): JsonSchema {
  return walk(schema, ({ propertyNames: _names, ...node }) => {
    if (node.format !== undefined) delete node.pattern;
    if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
    if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
    return node.type === 'number' && node.multipleOf === 1 ? whole(node) : node;
  });
}

function whole({ multipleOf: _one, ...node }: JsonSchema): JsonSchema {
  return { ...node, type: 'integer' };
}

function walk(node: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const entries = Object.entries(change(node)).map(([key, value]) => [key, isObject(value) ? walk(value, change) : value]);
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
