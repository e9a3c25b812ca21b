/** The functions that answer calls of the API. */
export type ApiFunction = 'auth-handler' | 'upload-handler' | 'image-retrieval';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As API Gateway spells it, parameters in braces. */
  readonly path: string;
  readonly handler: ApiFunction;
  /** Whether the caller must be signed in. */
  readonly authorized: boolean;
}

const open = (method: Call['method'], path: string, handler: ApiFunction): Call => ({ method, path, handler, authorized: false });
const guarded = (method: Call['method'], path: string, handler: ApiFunction): Call => ({ method, path, handler, authorized: true });

/** Every call of the API: the construct makes routes of it, and docs/api.md describes each. */
export const CALLS: readonly Call[] = [
  open('POST', '/auth/signup', 'auth-handler'),
  open('POST', '/auth/verify', 'auth-handler'),
  open('POST', '/auth/resend-code', 'auth-handler'),
  open('POST', '/auth/signin', 'auth-handler'),
  open('POST', '/auth/refresh', 'auth-handler'),
  open('POST', '/auth/forgot-password', 'auth-handler'),
  open('POST', '/auth/confirm-forgot-password', 'auth-handler'),
  open('POST', '/auth/signout', 'auth-handler'),
  guarded('POST', '/upload', 'upload-handler'),
  guarded('GET', '/images', 'image-retrieval'),
  guarded('GET', '/image/{image_id}', 'image-retrieval'),
  guarded('DELETE', '/image/{image_id}', 'image-retrieval'),
  guarded('DELETE', '/user/{user_id}', 'image-retrieval'),
];

/** Answers what is no call: an unknown path, or a known one with another method. It has no permission, and no authorizer is before it. */
export const FALLBACK: ApiFunction = 'auth-handler';

/** Methods that a path takes, in the order of `CALLS`; none for a path that is no call's. */
export function methodsOf(path: string): readonly string[] {
  return CALLS.filter((call) => call.path === path).map(({ method }) => method);
}
