import * as z from 'zod/mini';
import { describeIssue, schemaOf } from './schema';
import { PASSWORD_RULES, PasswordPolicy } from '../../src/contract/accounts';
import { DELIVERY, DeliverySettings } from '../../src/contract/delivery';
import { Env, UnknownUploads } from '../../src/contract/environment';
import { IMAGE_SETTINGS, ImageSettings } from '../../src/contract/image-settings';

/**
 * Reads the functions' environment. Every reader is called once, while the module loads: a function with a missing or
 * broken variable fails at its first start with the variable's name, not at some later request.
 */
export type Environment = Readonly<Record<string, string | undefined>>;
export type VariableName = keyof typeof Env;

/** @throws Error naming the variable if it is missing or empty */
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

/** Empty if the rules of the user pool are unknown. */
export function readPasswordPolicy(environment: Environment = process.env): PasswordPolicy {
  return readJson('PASSWORD_POLICY', schemaOf(PASSWORD_RULES), environment);
}

/** Sizes, formats, watermark and limits. */
export function readImageSettings(environment: Environment = process.env): ImageSettings {
  return readJson('IMAGE_SETTINGS', schemaOf(IMAGE_SETTINGS), environment);
}

/** How the renditions' URLs are signed. */
export function readDelivery(environment: Environment = process.env): DeliverySettings {
  return readJson('DELIVERY', schemaOf(DELIVERY), environment);
}

function readJson<T>(name: VariableName, schema: z.ZodMiniType<T>, environment: Environment): T {
  const result = schema.safeParse(parseJson(name, readText(name, environment)), { error: describeIssue });
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'value'} ${message}`);
    throw new Error(`environment variable ${name} does not fit the code of this function: ${problems.join('; ')}`);
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
