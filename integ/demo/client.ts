import type { ImageManagementClient } from 'image-management-client' with { 'resolution-mode': 'import' };
import { poll } from '../local-aws/poll';

export type Client = ImageManagementClient;

/** The client package is only ESM, and is built before the demo runs. */
export async function loadClientPackage() {
  return import('image-management-client');
}

export interface Backend {
  readonly baseUrl: string;
  /** The code in the newest mail to an address. */
  readonly readCode: (email: string) => Promise<string | undefined>;
}

/** A client whose user has signed up, verified the address with the mailed code, and signed in. */
export async function signUpAndIn({ baseUrl, readCode }: Backend, signal: AbortSignal): Promise<Client> {
  const { ImageManagementClient: Constructor } = await loadClientPackage();
  const client = new Constructor({ baseUrl });
  const email = `demo-${crypto.randomUUID()}@example.com`;
  const password = `Demo-${crypto.randomUUID()}-1`;
  const { confirmed } = await client.auth.signUp({ email, password }, { signal });
  if (!confirmed) {
    const code = await poll('the mail with the verification code', async () => readCode(email), { limitMs: 20_000, signal });
    await client.auth.verify({ email, code }, { signal });
  }
  await client.auth.signIn({ email, password }, { signal });
  return client;
}
