import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { credentials, projectRoot, region } from './settings';

/** The caller's variables that programs need, and that do not configure AWS or Node. */
const harmless = ['LANG', 'LC_ALL', 'PATH', 'SSL_CERT_FILE', 'TERM', 'TZ', 'USER'];

/** The caller's environment without its AWS settings, its Node options and its secrets. */
export function cleanEnvironment(home: string): Record<string, string> {
  const kept = harmless.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), HOME: home, TMPDIR: home };
}

/** Makes AWS SDKs and the CDK CLI call the emulator, and nothing else. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    // With a service-specific endpoint the CDK CLI puts bucket names in the path: `bucket.127.0.0.1` is not a host.
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_PROFILE: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The search path with the handlers' Node release first: the emulator starts the first `node` on it. */
export function pathWithNode(): string {
  const bundled = join(projectRoot, 'node_modules', 'node', 'bin');
  const node = existsSync(join(bundled, 'node')) ? bundled : dirname(process.execPath);
  return [node, process.env.PATH].filter(Boolean).join(delimiter);
}
