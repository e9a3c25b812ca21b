import { Variables } from './variables';
import { newAddress, newPassword } from '../end-to-end/backend';
import { photograph, truncated } from '../end-to-end/pictures';

const photo = photograph('airplane-from-above');
const file = (bytes: Buffer): File => new File([new Uint8Array(bytes)], 'photo.jpg', { type: 'image/jpeg' });

/** What is uploaded, by the names that stand for the bytes in a recording. */
export const FILES = { photo: file(photo), broken: file(truncated(photo)) } as const;

/** For a user who has no account yet. */
export function newVariables(): Variables {
  const variables = new Variables();
  variables.set('email', newAddress());
  variables.set('password', newPassword());
  variables.set('new_password', newPassword());
  variables.set('code', 'none');
  return variables;
}
