/**
 * What an answer has, without what it says: `string`, `number` or `boolean` for a value, `=value` for a text that the client branches
 * on, an object of shapes, or an array with the one shape that all its items have.
 */
export type Shape = string | readonly Shape[] | { readonly [field: string]: Shape };

/** Texts that the client branches on. */
const WORDS = ['code', 'method', 'status', 'token_type'];

/** The client passes on whatever is in them. */
const MAPS = ['headers', 'fields'];

export function shapeOf(value: unknown, field = ''): Shape {
  if (Array.isArray(value)) return value.length === 0 ? [] : [value.map(item => shapeOf(item)).reduce(shared)];
  if (isObject(value)) {
    return MAPS.includes(field) ? {} : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shapeOf(part, key)]));
  }
  return typeof value === 'string' && WORDS.includes(field) ? `=${value}` : typeof value;
}

/** What both have: an item that is not ready lacks some fields. */
function shared(one: Shape, other: Shape): Shape {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === 0 || other.length === 0 ? [] : [shared(one[0] as Shape, other[0] as Shape)];
  }
  if (isObject(one) && isObject(other)) {
    const both = Object.keys(one).filter(key => key in other);
    return Object.fromEntries(both.map(key => [key, shared(one[key] as Shape, other[key] as Shape)]));
  }
  return one === other ? one : 'string';
}

/** Fields of a recorded answer that are missing in another one, or differ in type or fixed text. Additional fields are fine. */
export function lostFields(recorded: Shape | undefined, answer: unknown, path = 'the body'): string[] {
  if (recorded === undefined) return [];
  if (Array.isArray(recorded)) {
    if (!Array.isArray(answer)) return [`${path} should be an array`];
    return answer.flatMap((item, index) => lostFields(recorded[0] as Shape | undefined, item, `${path}[${index}]`));
  }
  if (isObject(recorded)) {
    if (!isObject(answer)) return [`${path} should be an object`];
    return Object.entries(recorded).flatMap(([key, shape]) => (key in answer
      ? lostFields(shape as Shape, answer[key], `${path}.${key}`) : [`${path}.${key} is missing`]));
  }
  if (String(recorded).startsWith('=')) return `=${String(answer)}` === recorded ? [] : [`${path} should be '${String(recorded).slice(1)}', got '${String(answer)}'`];
  return typeof answer === recorded ? [] : [`${path} should be a ${String(recorded)}, got a ${typeof answer}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
