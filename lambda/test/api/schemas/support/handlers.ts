import '../../../support/environment';
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { CallDescription } from '../../../../../projenrc/api-docs/calls/call';
import { DESCRIPTIONS } from '../../../../../projenrc/api-docs/calls/index';
import { ApiFunction, CALLS } from '../../../../../src/contract/calls';
import { handler as auth } from '../../../../api/auth-handler/index';
import { ApiHandler } from '../../../../api/http/serve';
import { handler as retrieval } from '../../../../api/image-retrieval/index';
import { handler as upload } from '../../../../api/upload-handler/index';
import { Answer, apiEvent, Call, OWNER, read } from '../../../support/api-event';

const HANDLERS: Readonly<Record<ApiFunction, ApiHandler>> = { 'auth-handler': auth, 'upload-handler': upload, 'image-retrieval': retrieval };

const cognito = mockClient(CognitoIdentityProviderClient);
const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const services = [cognito, dynamo, s3];

/** Services that answer nothing, which is no error, but a sign-in, which gives tokens. */
export function resetServices(): void {
  for (const service of services) service.reset();
  cognito.onAnyCommand().resolves({});
  dynamo.onAnyCommand().resolves({});
  s3.onAnyCommand().resolves({});
  cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: {} });
}

/** How often AWS was asked. */
export function askedServices(): number {
  return services.reduce((sum, service) => sum + service.calls().length, 0);
}

export interface NamedCall extends CallDescription {
  /** `POST /upload` */
  readonly name: string;
  readonly handler: ApiHandler;
}

export const NAMED_CALLS: readonly NamedCall[] = CALLS.map(({ method, path, handler }) => {
  const name = `${method} ${path}`;
  return { name, handler: HANDLERS[handler], ...DESCRIPTIONS[name] };
});

/** One call by a caller who is signed in, of an image whose id could be one. */
export async function send({ name, handler }: NamedCall, options: Omit<Call, 'route'>): Promise<Answer> {
  const path = name.includes('{') ? { image_id: '01900000-0000-7000-8000-000000000001', user_id: OWNER.sub } : undefined;
  return read(await handler(apiEvent({ route: name, path, claims: OWNER, ...options })));
}

/** Of each field a value that is right. */
export const RIGHT: Readonly<Record<string, unknown>> = {
  email: 'jane@example.com',
  password: 'Correct-Horse-1',
  code: '123456',
  refresh_token: 'a.b-c_d=',
  filename: 'photo.jpg',
  content_type: 'image/jpeg',
  limit: '7',
  cursor: Buffer.from('1:01900000-0000-7000-8000-000000000001').toString('base64url'),
  status: 'ready',
  user_id: OWNER.sub,
  format: 'webp',
  redirect: 'true',
};

export function rightBody({ body }: NamedCall): Record<string, unknown> {
  return Object.fromEntries(Object.keys(body?.fields ?? {}).filter((field) => field in RIGHT).map((field) => [field, RIGHT[field]]));
}

export function isOptional(call: NamedCall, field: string): boolean {
  return call.body?.schema.shape[field]._zod.optin === 'optional';
}
