import type { HttpServer } from './http-server.js';
import { ImageManagementClient } from '../../src/index.js';
import type { ImageManagementClientOptions } from '../../src/index.js';

/** A client whose user is signed in. */
export async function signedIn(server: HttpServer, options: Partial<ImageManagementClientOptions> = {}): Promise<ImageManagementClient> {
  const client = new ImageManagementClient({ baseUrl: server.url, retry: 0, ...options });
  await client.auth.signIn({ email: 'a@example.com', password: 'secret' });
  return client;
}

/** What a promise rejects with; fails where it does not. */
export async function failure(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection, but the promise was fulfilled');
}
