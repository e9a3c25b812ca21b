import type * as z from 'zod/mini';
import { describeIssue } from './issues';
import { FieldError, invalidRequest } from '../http/problem';

// A body of 16 KiB can hold thousands of unknown fields; nobody reads more than the first few.
const MAX_ERRORS = 20;
const MAX_FIELD_NAME = 64;

/**
 * The value as the schema describes it.
 * @throws Problem `invalid-request` with an entry for each field, unknown ones included
 */
export function parseRequest<T>(schema: z.ZodMiniType<T>, value: unknown, whole: 'body' | 'query'): T {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  throw invalidRequest(result.error.issues.flatMap((issue) => fieldErrors(issue, whole)).slice(0, MAX_ERRORS));
}

function fieldErrors(issue: z.core.$ZodIssue, whole: string): FieldError[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, MAX_ERRORS) : [undefined];
  return keys.map((key) => {
    const path = [...issue.path, ...(key === undefined ? [] : [key])].map(String).join('.');
    return { field: path.slice(0, MAX_FIELD_NAME) || whole, message: issue.message };
  });
}
