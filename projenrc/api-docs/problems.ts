import * as z from 'zod/mini';
import { PROBLEM_TYPE_BASE, ProblemCode, PROBLEMS } from '../../src/contract/problems';

/** What a problem has beside the members of RFC 9457. API Gateway's own answers have none of it. */
const OWN_MEMBERS: Partial<Record<ProblemCode, Readonly<Record<string, z.ZodMiniType>>>> = {
  'invalid-request': { errors: z.array(z.strictObject({ field: z.string(), message: z.string() })) },
  'unknown-size': { sizes: z.array(z.string()) },
  'file-too-large': { max_size: z.int() },
  'unsupported-type': { supported: z.array(z.string()) },
  'image-rejected': { image_id: z.uuid(), reason: z.string(), reason_detail: z.string() },
  'processing-failed': { image_id: z.uuid(), reason: z.string() },
};

/** The body of a problem. */
export function problemDocument(code: ProblemCode) {
  const { status, title } = PROBLEMS[code];
  const own = Object.entries(OWN_MEMBERS[code] ?? {}).map(([name, schema]) => [name, z.optional(schema)]);
  return z.strictObject({
    type: z.literal(PROBLEM_TYPE_BASE + code),
    title: z.literal(title),
    status: z.literal(status),
    detail: z.string(),
    instance: z.string(),
    code: z.literal(code),
    ...Object.fromEntries(own) as Readonly<Record<string, z.ZodMiniType>>,
  });
}
