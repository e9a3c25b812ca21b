import { ImageManagementClient, LocalStorageTokenStore } from './image-management-client.js';
import { connectAccount } from './account.js';
import { fail, get, show } from './page.js';
import { connectPictures } from './pictures.js';

let inside;
const { apiUrl, mailUrl } = await config();
fail(undefined);
const client = new ImageManagementClient({ baseUrl: apiUrl, tokenStore: new LocalStorageTokenStore({ key: `gallery ${apiUrl}` }) });
const pictures = connectPictures(client);

connectAccount(client, mailUrl);
client.auth.onChange((tokens) => enter(tokens !== undefined));
get('sign-out').addEventListener('click', () => client.auth.signOut().catch(fail));
enter((await client.auth.tokens()) !== undefined);

/** Shows the pictures or the sign-in; renewed tokens change nothing. */
function enter(signedIn) {
  if (signedIn === inside) return;
  inside = signedIn;
  show('sign-out', signedIn);
  show('pictures', signedIn);
  show('credentials', !signedIn);
  show('verification', false);
  if (signedIn) pictures.open();
  else pictures.close();
}

/** The page is served before the backend is deployed. */
async function config() {
  for (;;) {
    const response = await fetch('config.json');
    if (response.ok) return response.json();
    fail(new Error('The backend is still being deployed: this page goes on by itself.'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
