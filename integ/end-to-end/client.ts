import type { ImageManagementClient } from 'image-management-client' with { 'resolution-mode': 'import' };
import { deployment, newUser } from './backend';

/** The package as it is built. */
export async function loadClient() {
  return import('image-management-client');
}

/** A client of the deployed backend, with a user of its own signed in. */
export async function clientOf(): Promise<ImageManagementClient> {
  const [{ ImageManagementClient: Client }, { email, password }] = await Promise.all([loadClient(), newUser()]);
  const client = new Client({ baseUrl: deployment.outputs.ApiUrl });
  await client.auth.signIn({ email, password });
  return client;
}
