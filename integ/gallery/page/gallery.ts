import { ImageManagementClient, LocalStorageTokenStore } from 'image-management-client';
import { Account } from './account';
import { get, notice } from './dom';
import { Pictures } from './pictures';
import { explain } from './words';
import type { GalleryConfig } from '../server';

async function main(): Promise<void> {
  const { apiUrl, mailUrl } = await (await fetch('config.json')).json() as GalleryConfig;
  const storageKey = `gallery ${apiUrl}`;
  const client = new ImageManagementClient({ baseUrl: apiUrl, tokenStore: new LocalStorageTokenStore({ key: storageKey }) });
  const pictures = new Pictures(client);
  const account = new Account(client);
  let inside: boolean | undefined;
  let leaving = false;

  /** Shows the pictures or the sign-in; renewed tokens change nothing. */
  function enter(signedIn: boolean): void {
    if (signedIn === inside) return;
    const isFirst = inside === undefined;
    inside = signedIn;
    get('sign-out').hidden = !signedIn;
    get('pictures').hidden = !signedIn;
    account.show(signedIn ? undefined : 'sign-in');
    if (signedIn) pictures.open();
    else pictures.close();
    if (signedIn && !isFirst) get('title').focus();
    if (!signedIn && !isFirst && !leaving) notice('Your session has ended: sign in again.');
    leaving = false;
  }

  client.auth.onChange(tokens => enter(tokens !== undefined));
  // Another tab signed in or out.
  addEventListener('storage', ({ key }) => {
    if (key === storageKey) void client.auth.tokens().then(tokens => enter(tokens !== undefined));
  });
  get('sign-out').addEventListener('click', () => {
    leaving = true;
    // signOut() removes the tokens even if the server cannot be reached.
    client.auth.signOut().catch(() => undefined);
  });
  watchConnection();
  get('mail-hint').hidden = mailUrl === undefined;
  get<HTMLAnchorElement>('mail-link').href = mailUrl ?? '';
  enter(await client.auth.tokens() !== undefined);
}

function watchConnection(): void {
  const showConnection = () => {
    get('offline').hidden = navigator.onLine;
  };
  addEventListener('online', showConnection);
  addEventListener('offline', showConnection);
  showConnection();
}

main().catch((error: unknown) => notice(explain(error)));
