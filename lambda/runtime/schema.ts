import * as z from 'zod/mini';
import type { Fields, Shape, TypeOf } from '../../src/contract/shape';

/** Strict: a field that the shape does not have is an error. */
export function schemaOf<const S extends Shape>(shape: S): z.ZodMiniType<TypeOf<S>> {
  return toSchema(shape) as z.ZodMiniType<TypeOf<S>>;
}

function toSchema(shape: Shape): z.ZodMiniType {
  switch (shape.type) {
    case 'boolean': return z.boolean();
    case 'string': return z.string().check(z.minLength(1), z.regex(shape.pattern ?? /(?:)/));
    case 'integer': return z.int().check(z.minimum(shape.min), z.maximum(shape.max));
    case 'number': return z.number().check(z.minimum(shape.min), z.maximum(shape.max));
    case 'enum': return z.enum(shape.values);
    case 'array': return z.array(toSchema(shape.of)).check(z.minLength(1));
    case 'record': return z.record(z.string(), toSchema(shape.of));
    case 'object': return z.strictObject(fieldsOf(shape.fields));
    case 'union': return z.discriminatedUnion(shape.by, variantsOf(shape.by, shape.of));
  }
}

function fieldsOf(fields: Fields): Record<string, z.ZodMiniType> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) =>
    [name, field.optional ? z.optional(toSchema(field)) : toSchema(field)]));
}

function variantsOf(by: string, variants: Readonly<Record<string, Fields>>): [z.ZodMiniObject, ...z.ZodMiniObject[]] {
  const [first, ...others] = Object.entries(variants)
    .map(([value, fields]) => z.strictObject({ [by]: z.literal(value), ...fieldsOf(fields) }));
  return [first, ...others];
}

/** Describes a setting that does not fit; zod/mini brings no texts of its own. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? 'is missing' : `should be of type ${issue.expected}, got ${typeof issue.input}`;
    case 'too_small': return `should be at least ${issue.minimum}${issue.origin === 'number' ? '' : ' long'}`;
    case 'too_big': return `should be at most ${issue.maximum}`;
    case 'invalid_value': return `should be one of ${issue.values.join(', ')}`;
    case 'invalid_union': return `should be one of ${String(issue.options)}`;
    case 'invalid_format': return `should match ${issue.pattern}`;
    case 'unrecognized_keys': return `has the unknown field ${issue.keys.join(', ')}`;
    default: return 'is invalid';
  }
}
