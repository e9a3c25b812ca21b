import { join } from 'node:path';

export const projectRoot = join(__dirname, '..', '..');

/** Everything local that outlives a run: the Python environment and the outputs of `npm run local`. Ignored by git. */
export const localFolder = join(projectRoot, '.local');

/** Where temporary folders of a run begin their names, so that a stray one can be told. */
export const temporaryPrefix = 'image-management-local-aws-';

export const region = 'us-east-1';
export const account = '000000000000';

/** The emulator's well-known root credentials: they open nothing on AWS. */
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** An address that the caller gave, which means: use that emulator, and leave it running. */
export function givenEndpoint(): string | undefined {
  const given = process.env.AWS_ENDPOINT_URL?.replace(/\/+$/, '');
  if (!given) return undefined;
  const { hostname } = new URL(given);
  if (/(^|\.)(amazonaws\.com(\.cn)?|api\.aws)$/.test(hostname)) {
    throw new Error(`AWS_ENDPOINT_URL is ${given}: expected the address of an emulator. The local AWS never works on a real account.`);
  }
  return given;
}
