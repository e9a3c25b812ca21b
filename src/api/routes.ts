import { HttpMethod } from 'aws-cdk-lib/aws-lambda';

export type ApiFunction = 'auth-handler' | 'upload-handler' | 'image-retrieval';

export interface Route {
  readonly method: HttpMethod;
  readonly path: string;
  readonly handler: ApiFunction;
  /** Whether the caller must be signed in. */
  readonly authorized: boolean;
}

const open = (method: HttpMethod, path: string, handler: ApiFunction): Route => ({ method, path, handler, authorized: false });
const guarded = (method: HttpMethod, path: string, handler: ApiFunction): Route => ({ method, path, handler, authorized: true });

/** Every call of the API; docs/api.md describes them. */
export const ROUTES: readonly Route[] = [
  open(HttpMethod.POST, '/auth/signup', 'auth-handler'),
  open(HttpMethod.POST, '/auth/verify', 'auth-handler'),
  open(HttpMethod.POST, '/auth/resend-code', 'auth-handler'),
  open(HttpMethod.POST, '/auth/signin', 'auth-handler'),
  open(HttpMethod.POST, '/auth/refresh', 'auth-handler'),
  open(HttpMethod.POST, '/auth/forgot-password', 'auth-handler'),
  open(HttpMethod.POST, '/auth/confirm-forgot-password', 'auth-handler'),
  open(HttpMethod.POST, '/auth/signout', 'auth-handler'),
  guarded(HttpMethod.POST, '/upload', 'upload-handler'),
  guarded(HttpMethod.GET, '/images', 'image-retrieval'),
  guarded(HttpMethod.GET, '/image/{image_id}', 'image-retrieval'),
  guarded(HttpMethod.DELETE, '/image/{image_id}', 'image-retrieval'),
];
