import type { APIGatewayProxyEvent } from 'aws-lambda';
import { Problem } from './problem';
import { ADMIN_GROUP } from '../../../src/contract/accounts';

export interface Caller {
  /** Cognito `sub`. */
  readonly userId: string;
  readonly admin: boolean;
}

/**
 * Who calls, by the claims that API Gateway's authorizer verified. A token in the headers is never read here: nothing
 * in this function could tell a forged one.
 * @throws Problem `unauthorized` without claims, with an access token's claims, or with a `sub` that fits no object key
 */
export function callerOf(event: APIGatewayProxyEvent): Caller {
  const claims = claimsOf(event);
  const userId = subOf(event);
  const isIdToken = claims.token_use === undefined || claims.token_use === 'id';
  if (userId === undefined || !isIdToken) {
    throw new Problem('unauthorized', 'Sign in at /auth/signin and send "Authorization: Bearer <id_token>".');
  }
  return { userId, admin: groupsOf(claims['cognito:groups']).includes(ADMIN_GROUP) };
}

/** The caller's Cognito `sub`, where there is one that can be part of an object key. */
export function subOf(event: APIGatewayProxyEvent): string | undefined {
  const { sub } = claimsOf(event);
  return typeof sub === 'string' && /^[\w-]{1,128}$/.test(sub) ? sub : undefined;
}

function claimsOf(event: APIGatewayProxyEvent): Readonly<Record<string, unknown>> {
  const claims: unknown = event.requestContext?.authorizer?.claims;
  return typeof claims === 'object' && claims !== null ? claims as Record<string, unknown> : {};
}

/** API Gateway flattens the list: `a,b` in REST APIs, `[a b]` in HTTP APIs. */
function groupsOf(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim;
  return typeof claim === 'string' ? claim.replace(/^\[|\]$/g, '').split(/[,\s]+/) : [];
}
