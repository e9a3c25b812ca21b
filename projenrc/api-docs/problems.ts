import * as z from 'zod/mini';
import { PROBLEM_TYPE_BASE, ProblemCode, PROBLEMS } from '../../src/contract/problems';

/** Members in addition to those of RFC 9457. API Gateway's own answers have none of them. */
const EXTENSION_MEMBERS: Partial<Record<ProblemCode, Readonly<Record<string, z.ZodMiniType>>>> = {
  'invalid-request': { errors: z.array(z.strictObject({ field: z.string(), message: z.string() })) },
  'unknown-size': { sizes: z.array(z.string()) },
  'file-too-large': { max_size: z.int() },
  'unsupported-type': { supported: z.array(z.string()) },
  'image-rejected': { image_id: z.uuid(), reason: z.string(), reason_detail: z.string() },
  'processing-failed': { image_id: z.uuid(), reason: z.string() },
};

/** Schema of a problem's body. */
export function problemDocument(code: ProblemCode) {
  const { status, title } = PROBLEMS[code];
  const extensions = Object.entries(EXTENSION_MEMBERS[code] ?? {}).map(([name, schema]) => [name, z.optional(schema)]);
  return z.strictObject({
    type: z.literal(PROBLEM_TYPE_BASE + code),
    title: z.literal(title),
    status: z.literal(status),
    detail: z.string(),
    instance: z.string(),
    code: z.literal(code),
    ...Object.fromEntries(extensions) as Readonly<Record<string, z.ZodMiniType>>,
  });
}
