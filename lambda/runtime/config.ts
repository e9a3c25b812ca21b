import * as z from 'zod/mini';
import { describeIssue } from './issues';
import type { PasswordPolicy } from '../../src/contract/accounts';
import { DeliverySettings } from '../../src/contract/delivery';
import { Env, UnknownUploads } from '../../src/contract/environment';
import { GRAVITIES, IMAGE_FITS, IMAGE_FORMATS, ImageSettings, MAX_EFFORT, METADATA_FIELDS } from '../../src/contract/image-settings';

/**
 * Reading of the functions' environment. Every reader is called once, while the module loads: a function with a
 * missing or broken variable fails at its first start, with the variable's name, not at some later request.
 */
export type Environment = Readonly<Record<string, string | undefined>>;
export type VariableName = keyof typeof Env;

/** @throws Error naming the variable where it is missing or empty. */
export function readText(name: VariableName, environment: Environment = process.env): string {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new Error(`environment variable ${name} is missing: the construct sets it on the function`);
  }
  return value;
}

/** A whole number above 0. */
export function readCount(name: VariableName, environment: Environment = process.env): number {
  const value = readText(name, environment);
  if (!/^[1-9]\d{0,8}$/.test(value)) {
    throw new Error(`environment variable ${name} should be a whole number above 0, got '${value}'`);
  }
  return Number(value);
}

export function readUnknownUploads(environment: Environment = process.env): UnknownUploads {
  const value = readText('UNKNOWN_UPLOADS', environment);
  const choice = Object.values(UnknownUploads).find((candidate) => candidate === value);
  if (choice === undefined) throw new Error(`environment variable UNKNOWN_UPLOADS should be ${Object.values(UnknownUploads).join(' or ')}, got '${value}'`);
  return choice;
}

/** Web origins that may call the API; `*` among them stands for any. */
export function readAllowedOrigins(environment: Environment = process.env): readonly string[] {
  return readJson('ALLOWED_ORIGINS', z.array(z.string()), environment);
}

/** Empty where the rules of the pool are not known. */
export function readPasswordPolicy(environment: Environment = process.env): PasswordPolicy {
  return readJson('PASSWORD_POLICY', passwordPolicy, environment);
}

/** Sizes, formats, watermark and limits, as the construct's props came out. */
export function readImageSettings(environment: Environment = process.env): ImageSettings {
  return readJson('IMAGE_SETTINGS', imageSettings, environment);
}

/** How the renditions' URLs are signed. */
export function readDelivery(environment: Environment = process.env): DeliverySettings {
  return readJson('DELIVERY', delivery, environment);
}

function readJson<T>(name: VariableName, schema: z.ZodMiniType<T>, environment: Environment): T {
  const result = schema.safeParse(parseJson(name, readText(name, environment)), { error: describeIssue });
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
    throw new Error(`environment variable ${name} is not what the construct writes: ${problems.join('; ')}`);
  }
  return result.data;
}

function parseJson(name: VariableName, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`environment variable ${name} should be JSON, got ${text.length} characters that are not`);
  }
}

const passwordPolicy = z.strictObject({
  minLength: z.optional(z.int()),
  requireLowercase: z.optional(z.boolean()),
  requireUppercase: z.optional(z.boolean()),
  requireDigits: z.optional(z.boolean()),
  requireSymbols: z.optional(z.boolean()),
});

const delivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('s3') }),
  z.object({
    kind: z.literal('cloudfront'),
    domain: z.string().check(z.minLength(1)),
    keyPairIds: z.record(z.string(), z.string().check(z.minLength(1))),
  }),
]);

const pixels = z.int().check(z.minimum(1));
const share = z.number().check(z.minimum(0), z.maximum(1));

const size = z.object({
  name: z.string().check(z.minLength(1)),
  width: z.optional(pixels),
  height: z.optional(pixels),
  fit: z.enum(IMAGE_FITS),
  position: z.enum(GRAVITIES),
  background: z.optional(z.string().check(z.regex(/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/))),
  enlarge: z.boolean(),
  watermark: z.boolean(),
  recipe: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
});

const format = z.object({
  format: z.enum(IMAGE_FORMATS),
  quality: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  effort: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_EFFORT.webp))),
}).check(({ value, issues }) => {
  // The other formats have no effort.
  if (value.format === 'avif' && value.effort !== undefined && value.effort > MAX_EFFORT.avif) {
    issues.push({ code: 'too_big', maximum: MAX_EFFORT.avif, origin: 'number', inclusive: true, input: value, path: ['effort'] });
  }
});

const placement = {
  position: z.enum(GRAVITIES),
  tile: z.boolean(),
  opacity: share,
  scale: z.number().check(z.minimum(0.01), z.maximum(1)),
  margin: z.number().check(z.minimum(0), z.maximum(0.5)),
  rotation: z.optional(z.number().check(z.minimum(-180), z.maximum(180))),
};
const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/));

const watermark = z.discriminatedUnion('kind', [
  z.object({ ...placement, kind: z.literal('text'), text: z.string().check(z.minLength(1)), color: colour }),
  z.object({ ...placement, kind: z.literal('image'), file: z.string().check(z.minLength(1)), sha256: z.string() }),
]);

const imageSettings = z.object({
  sizes: z.array(size).check(z.minLength(1)),
  formats: z.array(format).check(z.minLength(1)),
  watermark: z.optional(watermark),
  keepMetadata: z.optional(z.array(z.enum(METADATA_FIELDS)).check(z.minLength(1))),
  limits: z.object({
    maxFileSize: pixels,
    maxPixels: pixels,
    maxSide: pixels,
    maxFrames: pixels,
    maxBufferedPixels: pixels,
    maxAvifPixels: pixels,
    maxAnimationPixels: pixels,
  }),
  moderated: z.optional(z.literal(true)),
});
