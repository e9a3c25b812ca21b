import type { Grant, User } from './backend';
import { loadHandler } from './handlers';

/** A grant with another lifetime than that of the deployed API: the same handler with another value of one variable. */
export async function grantFor(seconds: number, user: User, request: object): Promise<Grant> {
  const handler = await loadHandler('upload-handler', { URL_EXPIRY_SECONDS: String(seconds) });
  const { statusCode, body } = await handler({
    httpMethod: 'POST',
    resource: '/upload',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    requestContext: { requestId: 'short-lived', authorizer: { claims: { sub: user.id, token_use: 'id' } } },
  });
  if (statusCode !== 201) throw new Error(`Expected status 201, got ${statusCode}: ${body}`);
  return JSON.parse(body) as Grant;
}
