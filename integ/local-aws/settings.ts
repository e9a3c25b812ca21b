import { join } from 'node:path';

export const projectRoot = join(__dirname, '..', '..');

/** Everything local that outlives a run: the Python environment and the outputs of `npm run local`. Ignored by git. */
export const localFolder = join(projectRoot, '.local');

/** Prefix of the temporary folders of a run, by which a leftover one is recognized. */
export const temporaryPrefix = 'image-management-local-aws-';

export const region = 'us-east-1';
export const account = '000000000000';

/** The emulator's well-known root credentials, which are invalid on AWS. */
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** The caller's emulator: it is used and left running. */
export function givenEndpoint(): string | undefined {
  const given = process.env.AWS_ENDPOINT_URL?.replace(/\/+$/, '');
  if (!given) return undefined;
  const { hostname } = new URL(given);
  if (/(^|\.)(amazonaws\.com(\.cn)?|api\.aws)$/.test(hostname)) {
    throw new Error(`AWS_ENDPOINT_URL is ${given}: expected the address of an emulator. The local AWS never works on a real account.`);
  }
  return given;
}
