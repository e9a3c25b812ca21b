import type { ImageManagementClient } from 'image-management-client' with { 'resolution-mode': 'import' };
import type { Recording } from './recordings';
import { FILES } from './user';
import { Variables } from './variables';

export interface World {
  readonly client: ImageManagementClient;
  readonly variables: Variables;
}

export interface Step extends Pick<Recording, 'call' | 'how' | 'awaits'> {
  /** May fail: only what it sends matters. */
  readonly run: (world: World) => PromiseLike<unknown>;
}

const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/tiff'];
const FORMATS = ['webp', 'jpeg', 'png', 'avif'];
const STATUSES = ['pending', 'processing', 'ready', 'rejected', 'failed'] as const;

const account = ({ variables }: World, password = 'password') => ({ email: variables.get('email'), password: variables.get(password) });
const image = ({ variables }: World) => variables.get('image_id');

const ACCOUNT: readonly Step[] = [
  { call: 'auth.signUp', run: async world => world.client.auth.signUp(account(world)) },
  { call: 'auth.signUp', how: 'with a weak password', run: async ({ client }) => client.auth.signUp({ email: 'somebody@example.com', password: 'weak' }) },
  { call: 'auth.resendCode', run: async world => world.client.auth.resendCode(account(world)) },
  { call: 'auth.verify', awaits: 'mail', run: async world => world.client.auth.verify({ ...account(world), code: world.variables.get('code') }) },
  { call: 'auth.signIn', how: 'with a wrong password', run: async world => world.client.auth.signIn({ ...account(world), password: 'not the password' }) },
  { call: 'auth.forgotPassword', run: async world => world.client.auth.forgotPassword(account(world)) },
  {
    call: 'auth.confirmForgotPassword',
    awaits: 'mail',
    run: async world => world.client.auth.confirmForgotPassword({ ...account(world, 'new_password'), code: world.variables.get('code') }),
  },
  { call: 'auth.signIn', run: async world => world.client.auth.signIn(account(world, 'new_password')) },
  { call: 'auth.refresh', run: async ({ client }) => client.auth.refresh() },
];

const UPLOADS: readonly Step[] = [
  ...TYPES.map((type): Step => ({ call: 'images.upload', how: `of ${type}, given up after its grant`, run: async world => givenUp(world, type) })),
  { call: 'images.get', how: 'before the upload', run: async world => world.client.images.get(image(world)) },
  { call: 'images.url', how: 'before the upload', run: async world => world.client.images.url(image(world), { size: 'medium' }) },
  { call: 'images.upload', how: 'of half a file', run: async ({ client }) => client.images.upload(FILES.broken) },
  { call: 'images.get', how: 'of a rejected image', awaits: 'image', run: async world => world.client.images.get(image(world)) },
  { call: 'images.url', how: 'of a rejected image', run: async world => world.client.images.url(image(world), { size: 'medium' }) },
  { call: 'images.upload', how: 'of a form', run: async ({ client }) => client.images.upload({ uri: 'file:///photo.jpg', name: 'photo.jpg', type: 'image/jpeg', size: FILES.photo.size }) },
  { call: 'images.upload', how: 'of a form of unknown size', run: async ({ client }) => client.images.upload({ uri: 'file:///photo.jpg', name: 'photo.jpg', type: 'image/jpeg' }) },
  { call: 'images.upload', how: 'without a checksum', run: async ({ client }) => client.images.upload(FILES.photo, { checksum: false }) },
  { call: 'images.uploadMany', run: async ({ client }) => client.images.uploadMany([FILES.photo]) },
  { call: 'images.upload', awaits: 'image', run: async ({ client }) => client.images.upload(FILES.photo) },
  { call: 'uploadedImage.ready', awaits: 'image', run: async ({ client }) => (await client.images.upload(FILES.photo)).ready() },
  { call: 'images.waitUntilReady', awaits: 'image', run: async world => world.client.images.waitUntilReady(image(world)) },
];

const READS: readonly Step[] = [
  { call: 'images.get', run: async world => world.client.images.get(image(world)) },
  { call: 'images.get', how: 'with userId', run: async world => world.client.images.get(image(world), { userId: world.variables.get('user_id') }) },
  { call: 'images.url', run: async world => world.client.images.url(image(world), { size: 'medium' }) },
  ...FORMATS.map((format): Step => ({ call: 'images.url', how: `of ${format}`, run: async world => world.client.images.url(image(world), { size: 'medium', format }) })),
  { call: 'images.url', how: 'with userId', run: async world => world.client.images.url(image(world), { size: 'small', userId: world.variables.get('user_id') }) },
  { call: 'images.url', how: 'of an unknown size', run: async world => world.client.images.url(image(world), { size: 'no-size' }) },
  { call: 'images.srcset', run: async world => world.client.images.srcset(image(world)) },
  { call: 'images.pictureSources', run: async world => world.client.images.pictureSources(image(world)) },
  { call: 'images.list', run: ({ client }) => client.images.list() },
  { call: 'images.list', how: 'one a page', run: ({ client }) => client.images.list({ limit: 1 }) },
  { call: 'images.list', how: 'the next page', run: ({ client, variables }) => client.images.list({ limit: 1, cursor: variables.get('next_cursor') }) },
  { call: 'images.list', how: 'with userId', run: ({ client, variables }) => client.images.list({ userId: variables.get('user_id') }) },
  ...STATUSES.map((status): Step => ({ call: 'images.list', how: `those that are ${status}`, run: ({ client }) => client.images.list({ status }) })),
];

const ENDS: readonly Step[] = [
  { call: 'images.delete', run: async world => world.client.images.delete(image(world)) },
  { call: 'images.delete', how: 'once more, with userId', run: async world => world.client.images.delete(image(world), { userId: world.variables.get('user_id') }) },
  { call: 'images.get', how: 'after its deletion', run: async world => world.client.images.get(image(world)) },
  { call: 'auth.signOut', run: async ({ client }) => client.auth.signOut() },
];

/** Every call of the client, with every option that reaches the API, in an order in which a user could make them. */
export const SCENARIO: readonly Step[] = [...ACCOUNT, ...UPLOADS, ...READS, ...ENDS];

async function givenUp({ client }: World, type: string): Promise<unknown> {
  const stop = new AbortController();
  return client.images.upload(new Blob([new Uint8Array(100)], { type }), { signal: stop.signal, onProgress: () => stop.abort() });
}
