import * as z from 'zod/mini';
import { EVENT_FIELDS, EventName, EVENTS } from './event-schemas';

type JsonSchema = Record<string, unknown> & { properties?: Record<string, JsonSchema>; items?: JsonSchema; additionalProperties?: unknown };

/** docs/events/*.json by file name: a JSON Schema (2020-12) for each event. */
export function eventSchemaTexts(): Map<string, string> {
  return new Map(Object.keys(EVENTS).map((name) => [`${name}.json`, `${JSON.stringify(eventSchema(name as EventName), undefined, 2)}\n`]));
}

function eventSchema(name: EventName): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(EVENTS[name], { io: 'input' }) as JsonSchema;
  const { properties: { 'detail-type': type, ...rest } = {}, ...others } = allowUnknownFields(schema);
  return {
    $schema,
    title: String(type.const),
    ...others,
    properties: { 'detail-type': type, ...rest, 'detail': described(rest.detail) },
  };
}

/** Allows unknown fields: the envelope has more, and a later version may add some. */
function allowUnknownFields({ additionalProperties: _closed, ...schema }: JsonSchema): JsonSchema {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  return {
    ...schema,
    ...(schema.properties && { properties: eachOf(schema.properties, (_name, part) => allowUnknownFields(part)) }),
    ...(schema.items && { items: allowUnknownFields(schema.items) }),
  };
}

function described(schema: JsonSchema): JsonSchema {
  return {
    ...schema,
    properties: eachOf(schema.properties ?? {}, (name, part) => (
      { description: EVENT_FIELDS[name], ...part, ...(part.items && { items: described(part.items) }) }
    )),
  };
}

type Properties = Record<string, JsonSchema>;

function eachOf(properties: Properties, change: (name: string, part: JsonSchema) => JsonSchema): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, change(name, part)]));
}
