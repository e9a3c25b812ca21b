import type { Awaited } from './recordings';
import { Variables } from './variables';
import { readCode } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

export interface Backend {
  readonly baseUrl: string;
  /** Of the local AWS, where the mails are. */
  readonly endpoint: string;
}

/** Waits for what a step needs. */
export async function waitFor(awaited: Awaited, { baseUrl, endpoint }: Backend, variables: Variables): Promise<void> {
  if (awaited === 'mail') {
    variables.set('code', await poll('another code', async () => {
      const code = await readCode(endpoint, variables.get('email'));
      return code === variables.get('code') ? undefined : code;
    }));
    return;
  }
  await poll('the image', async () => {
    const headers = { authorization: `Bearer ${variables.get('id_token')}` };
    const { status } = await (await fetch(`${baseUrl}/image/${variables.get('image_id')}`, { headers })).json() as { status: string };
    return !['pending', 'processing'].includes(status);
  });
}
