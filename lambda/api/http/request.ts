import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { FieldError, invalidRequest, Problem } from './problem';
import { ADMIN_GROUP } from '../../../src/contract/accounts';
import { isImageId } from '../../data/image-id';
import type { Subject } from '../../runtime/telemetry';
import { describeIssue } from '../schemas/issues';

/** The largest realistic body, a refresh token, is about 2 KB. */
export const MAX_BODY_BYTES = 16 * 1024;

const NO_PARAMETERS = z.strictObject({});

export interface Caller {
  /** Cognito `sub`. */
  readonly userId: string;
  readonly admin: boolean;
}

/** Parts of a request, each validated when it is read. */
export class ApiRequest {
  /** API Gateway's request id, sent as `instance` in a problem. */
  public readonly id: string;

  constructor(private readonly event: APIGatewayProxyEvent) {
    this.id = event.requestContext?.requestId ?? 'unknown';
  }

  public get method(): string {
    return this.event.httpMethod;
  }

  /** The pattern that API Gateway matched, such as `/image/{image_id}`, not the requested path. */
  public get resource(): string {
    return this.event.resource;
  }

  /** `GET /image/{image_id}` */
  public get route(): string {
    return `${this.method} ${this.resource}`;
  }

  /** Ids for log lines: the request, and the caller and the image if their ids are valid. */
  public get subject(): Subject {
    const [user_id, image_id] = [this.sub, this.path('image_id')];
    return { request_id: this.id, ...(user_id !== undefined && { user_id }), ...(isImageId(image_id) && { image_id }) };
  }

  /** Gateways differ in the case of header names. */
  public header(name: string): string | undefined {
    const wanted = name.toLowerCase();
    const entry = Object.entries(this.event.headers ?? {}).find(([key]) => key.toLowerCase() === wanted);
    return entry?.[1];
  }

  public path(name: string): string {
    return this.event.pathParameters?.[name] ?? '';
  }

  /** @throws Problem `invalid-request` */
  public query<T>(schema: z.ZodMiniType<T>): T {
    const { queryStringParameters, multiValueQueryStringParameters } = this.event;
    const repeated = Object.entries(multiValueQueryStringParameters ?? {}).filter(([, values]) => (values?.length ?? 0) > 1);
    // API Gateway keeps the last value of a repeated parameter; another gateway may keep the first.
    if (repeated.length > 0) throw invalidRequest(repeated.map(([field]) => ({ field, message: 'should be given once' })));
    return parseRequest(schema, { ...queryStringParameters }, 'query');
  }

  /**
   * Rejects a query string next to a body: a password in a URL would end up in logs and browser histories.
   * @throws Problem `invalid-request`, `unsupported-media-type`, `request-too-large`
   */
  public body<T>(schema: z.ZodMiniType<T>): T {
    this.query(NO_PARAMETERS);
    const type = this.header('content-type');
    if (type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type.trim())) {
      throw new Problem('unsupported-media-type', 'The body should be JSON, sent with "Content-Type: application/json".');
    }
    return parseRequest(schema, parseJson(this.bodyText()), 'body');
  }

  /**
   * Uses only the claims that API Gateway's authorizer verified: this function could not detect a forged token in a header.
   * @throws Problem `unauthorized` without claims, for an access token, or for a `sub` that cannot be part of an object key
   */
  public caller(): Caller {
    const userId = this.sub;
    const { token_use, 'cognito:groups': groups } = this.claims;
    if (userId === undefined || (token_use !== undefined && token_use !== 'id')) {
      throw new Problem('unauthorized', 'Sign in at /auth/signin and send "Authorization: Bearer <id_token>".');
    }
    return { userId, admin: parseGroups(groups).includes(ADMIN_GROUP) };
  }

  private get sub(): string | undefined {
    const { sub } = this.claims;
    return typeof sub === 'string' && /^[\w-]{1,128}$/.test(sub) ? sub : undefined;
  }

  private get claims(): Readonly<Record<string, unknown>> {
    const claims: unknown = this.event.requestContext?.authorizer?.claims;
    return typeof claims === 'object' && claims !== null ? claims as Record<string, unknown> : {};
  }

  /** @throws Problem `request-too-large`, `invalid-request` if it is not UTF-8 */
  private bodyText(): string {
    const { body, isBase64Encoded } = this.event;
    // Base64 encodes three bytes as four characters, so an oversized body is rejected before it is decoded.
    const tooLong = (body?.length ?? 0) > MAX_BODY_BYTES * 4 / 3 + 4;
    const bytes = tooLong ? undefined : Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
    if (bytes === undefined || bytes.length > MAX_BODY_BYTES) {
      throw new Problem('request-too-large', `The body should be at most ${MAX_BODY_BYTES} bytes long. A file is sent to the upload_url, not here.`);
    }
    return decode(bytes);
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidRequest([{ field: 'body', message: 'should be JSON in UTF-8' }]);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest([{ field: 'body', message: text.trim() === '' ? 'is required' : 'should be JSON' }]);
  }
}

/** API Gateway flattens the list: `a,b` in REST APIs, `[a b]` in HTTP APIs. */
function parseGroups(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim;
  return typeof claim === 'string' ? claim.replace(/^\[|\]$/g, '').split(/[,\s]+/) : [];
}

/** @throws Problem `invalid-request` with one entry for each wrong or unknown field */
export function parseRequest<T>(schema: z.ZodMiniType<T>, value: unknown, root: 'body' | 'query'): T {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  throw invalidRequest(result.error.issues.flatMap((issue) => fieldErrors(issue, root)));
}

function fieldErrors(issue: z.core.$ZodIssue, root: string): FieldError[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const paths = keys.length > 0 ? keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ field: path.map(String).join('.') || root, message: issue.message }));
}
