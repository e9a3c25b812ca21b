import type * as z from 'zod/mini';
import { describeIssue } from './issues';
import { FieldError, invalidRequest } from '../http/problem';

/**
 * The value as the schema describes it.
 * @throws Problem `invalid-request` with an entry for each field, unknown ones included
 */
export function parseRequest<T>(schema: z.ZodMiniType<T>, value: unknown, whole: 'body' | 'query'): T {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  throw invalidRequest(result.error.issues.flatMap((issue) => fieldErrors(issue, whole)));
}

function fieldErrors(issue: z.core.$ZodIssue, whole: string): FieldError[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
  return keys.map((key) => {
    const path = [...issue.path, ...(key === undefined ? [] : [key])].map(String).join('.');
    return { field: path || whole, message: issue.message };
  });
}
