import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { Caller, callerOf, subOf } from './caller';
import { invalidRequest, Problem } from './problem';
import { isImageId } from '../../data/image-id';
import type { Subject } from '../../runtime/telemetry';
import { parseRequest } from '../schemas/parse';

/** Bytes of a request body. The largest sensible one, a refresh token, is about 2 KB. */
export const MAX_BODY_BYTES = 16 * 1024;

const NO_PARAMETERS = z.strictObject({});

/** One call, read piece by piece and checked as it is read. */
export class ApiRequest {
  /** API Gateway's id of the request, the `instance` of a problem. */
  public readonly id: string;

  constructor(private readonly event: APIGatewayProxyEvent) {
    this.id = event.requestContext?.requestId ?? 'unknown';
  }

  public get method(): string {
    return this.event.httpMethod;
  }

  /** `/image/{image_id}`: what API Gateway matched, not the path that came. */
  public get resource(): string {
    return this.event.resource;
  }

  /** `GET /image/{image_id}` */
  public get route(): string {
    return `${this.method} ${this.resource}`;
  }

  /** Who calls and for which image, as far as the request itself says so. */
  public get subject(): Subject {
    const [user_id, image_id] = [subOf(this.event), this.path('image_id')];
    return { request_id: this.id, ...(user_id !== undefined && { user_id }), ...(isImageId(image_id) && { image_id }) };
  }

  /** Header names differ in case from gateway to gateway. */
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
    // Of several values API Gateway keeps the last, and another gateway may keep the first.
    if (repeated.length > 0) throw invalidRequest(repeated.map(([field]) => ({ field, message: 'should be given once' })));
    return parseRequest(schema, { ...queryStringParameters }, 'query');
  }

  /**
   * No call takes a body and a query string: a password in the URL ends up in logs and histories.
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

  /** @throws Problem `unauthorized` */
  public caller(): Caller {
    return callerOf(this.event);
  }

  /** @throws Problem `request-too-large`, `invalid-request` for bytes that are no UTF-8 */
  private bodyText(): string {
    const { body, isBase64Encoded } = this.event;
    // In base64 four characters stand for three bytes: what is over the limit is not even decoded.
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
