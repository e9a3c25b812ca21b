/** The functions that answer calls of the API. */
export type ApiFunction = 'auth-handler' | 'upload-handler' | 'image-retrieval';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** In the syntax of API Gateway, with parameters in braces. */
  readonly path: string;
  readonly handler: ApiFunction;
  /** Whether the caller must be signed in. */
  readonly authorized: boolean;
}

const open = (method: Call['method'], path: string, handler: ApiFunction): Call => ({ method, path, handler, authorized: false });
const guarded = (method: Call['method'], path: string, handler: ApiFunction): Call => ({ method, path, handler, authorized: true });

/** All API calls. The construct creates the routes from it; docs/api.md describes each call. */
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

/** Answers requests to unknown paths, or with a method that the path does not support. It has no permissions and needs no authorization. */
export const FALLBACK: ApiFunction = 'auth-handler';

/** Methods of a path, in the order of `CALLS`; empty for an unknown path. */
export function methodsOf(path: string): readonly string[] {
  return CALLS.filter((call) => call.path === path).map(({ method }) => method);
}
