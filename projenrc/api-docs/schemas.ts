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

/** Schemas of all bodies: requests, then answers, then problems. */
export function componentSchemas(): Json {
  const calls = Object.values(DESCRIPTIONS);
  const requests = calls.flatMap(({ body }) => body ?? []);
  const answers = [RENDITION, ...calls.flatMap((call) => call.answers.flatMap(({ bodies = [] }) => bodies))];
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const problems = codes.map((code) => ({ id: problemSchemaId(code), schema: problemDocument(code), fields: PROBLEM_FIELDS }));
  return {
    ...render(requests, simplified),
    ...render(answers, allowUnknownFields),
    ImageStatus: { type: 'string', enum: IMAGE_STATUSES, description: 'status of an image' },
    RejectionReason: { type: 'string', enum: REJECTION_REASONS, description: 'why a file was rejected; a later version may add reasons' },
    ...render(problems, allowUnknownFields),
  };
}

/** One OpenAPI parameter for each field of the query string. */
export function queryParameters({ schema, fields }: Described): Json[] {
  const { properties = {}, required } = simplified(toJsonSchema(schema));
  const names = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, text]) => (
    { name, in: 'query', required: names.includes(name), description: plain(fields[name]), schema: SCHEMA_OVERRIDES[name] ?? text }
  ));
}

/** For the tables: `string`, `integer`. */
export function typeOf(schema: z.ZodMiniObject, field: string): string {
  const property = SCHEMA_OVERRIDES[field] ?? simplified(toJsonSchema(schema)).properties?.[field];
  return String(property?.type);
}

/** Query parameters that the code parses from text, and a field whose invalid values have a separate problem code. */
const SCHEMA_OVERRIDES: Readonly<Record<string, Json>> = {
  limit: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE },
  redirect: { type: 'boolean', default: false },
  content_type: { type: 'string', enum: ACCEPTED_TYPES },
};

const PROBLEM_FIELDS: Described['fields'] = {
  type: 'URL of the documentation of the code in docs/api.md',
  title: 'short description of the code',
  status: 'HTTP status',
  detail: 'description of this occurrence',
  instance: 'request id, also in the logs',
  code: 'stable identifier for programs',
  errors: 'wrong fields and what is wrong with them; absent if API Gateway rejected the request itself',
  sizes: 'available sizes',
  max_size: 'maximum size in bytes',
  supported: 'supported media types',
  image_id: 'id of the image',
  reason: 'why the image was rejected or failed',
  reason_detail: 'the reason from the moderation function, or the Amazon Rekognition label, if moderation rejected the image',
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
      .map(([name, property]) => [name, { ...SCHEMA_OVERRIDES[name] ?? property, description: plain(fields[name]) }]);
    return [id, { ...schema, properties: Object.fromEntries(properties) }];
  }));
}

function toJsonSchema(schema: z.ZodMiniType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input' }) } as JsonSchema;
}

/** Removes links within docs/api.md, which do not work in the OpenAPI document. */
function plain(text: string): string {
  return text.replace(/\[([^\]]+)\]\(#[^)]+\)/g, '$1');
}

/** Allows unknown fields: a later version may add fields to an answer. */
function allowUnknownFields(schema: JsonSchema): JsonSchema {
  return walk(simplified(schema), (node) => {
    if (node.additionalProperties === false) delete node.additionalProperties;
    return node;
  });
}

/** Removes zod's redundant keywords. */
function simplified(schema: JsonSchema): JsonSchema {
  return walk(schema, ({ propertyNames: _names, ...node }) => {
    if (node.format !== undefined) delete node.pattern;
    if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
    if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
    return node.type === 'number' && node.multipleOf === 1 ? toInteger(node) : node;
  });
}

function toInteger({ multipleOf: _one, ...node }: JsonSchema): JsonSchema {
  return { ...node, type: 'integer' };
}

function walk(node: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const entries = Object.entries(change(node)).map(([key, value]) => [key, isObject(value) ? walk(value, change) : value]);
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
