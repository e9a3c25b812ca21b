import { CARE, GUARDS, PHYSICAL_NAMES, TABLE } from './care';
import { at, isObject, Json, JsonObject, list, text, texts } from '../templates/json';

/** What is remembered of one resource. */
export interface Remembered {
  readonly type: string;
  /** Values with their references written out: `<Bucket.Arn>`. */
  readonly frozen?: Readonly<Record<string, string>>;
  readonly guards?: Readonly<Record<string, string>>;
  /** Keys and projection of a table's global indexes, by their names. */
  readonly indexes?: Readonly<Record<string, string>>;
}

/** By logical id. */
export type Snapshot = Readonly<Record<string, Remembered>>;

/** The part of a template that an upgrade has to keep. */
export function snapshotOf(resources: Readonly<Record<string, JsonObject>>): Snapshot {
  const remembered = Object.entries(resources).flatMap(([id, resource]): [string, Remembered][] => {
    const type = text(resource.Type);
    const properties = propertiesOf(type, resource);
    const names = PHYSICAL_NAMES.filter((name) => typeof properties[name] === 'string');
    const care = CARE[type];
    if (!care && names.length === 0) return [];
    const frozen = pick(properties, [...new Set([...care?.frozen ?? [], ...names])]);
    const guards = care?.loses === undefined ? {} : guardsOf(resource);
    const indexes = type === TABLE ? indexesOf(properties) : {};
    const parts = Object.entries({ frozen, guards, indexes }).filter(([, part]) => Object.keys(part).length > 0);
    return [[id, { type, ...Object.fromEntries(parts) }]];
  });
  return Object.fromEntries(remembered.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function propertiesOf(type: string, resource: JsonObject): JsonObject {
  const properties = isObject(resource.Properties) ? resource.Properties : {};
  return type === TABLE ? { ...properties, KeySchema: keysOf(properties, properties.KeySchema) } : properties;
}

function pick(properties: JsonObject, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.filter((name) => properties[name] !== undefined).map((name) => [name, texts(properties[name]).join(', ')]));
}

/** Those that are stronger than nothing. */
function guardsOf(resource: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(GUARDS)
    .map(([name, values]) => [name, text(resource[name] ?? at(resource, 'Properties', name) ?? values[0])])
    .filter(([name, value]) => value !== GUARDS[name][0]));
}

function indexesOf(table: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(list(table.GlobalSecondaryIndexes).map((index) => {
    const projection = [at(index, 'Projection', 'ProjectionType'), ...list(at(index, 'Projection', 'NonKeyAttributes'))];
    return [text(at(index, 'IndexName')), `${keysOf(table, at(index, 'KeySchema'))}; ${projection.map(text).join(' ')}`];
  }));
}

/** `user_id (S), image_id (S)` */
function keysOf(table: JsonObject, schema: Json): string {
  const types = new Map(list(table.AttributeDefinitions).map((attribute) => [text(at(attribute, 'AttributeName')), text(at(attribute, 'AttributeType'))]));
  return list(schema).map((key) => text(at(key, 'AttributeName'))).map((name) => `${name} (${types.get(name)})`).join(', ');
}
