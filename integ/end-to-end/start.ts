import { ALLOWED_ORIGINS } from './origins';
import { LocalAws, startLocalAws } from '../local-aws/local-aws';

declare global {
  var localAws: LocalAws | undefined;
}

/** What the tests, which run in other processes, get to know of the deployment. */
export interface Deployment {
  /** Stack outputs by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoint: string;
  /** Variables that point AWS clients at it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Deploys the sample stack once for the whole suite. */
export default async function start(): Promise<void> {
  // `npm test` has just built everything.
  const localAws = await startLocalAws({ build: false, context: { allowedOrigins: ALLOWED_ORIGINS.join(','), moderation: 'on' } });
  globalThis.localAws = localAws;
  const { outputs, endpoint, environment } = localAws;
  // Not the AWS variables themselves: every test of every project would see them.
  process.env.END_TO_END_DEPLOYMENT = JSON.stringify({ outputs, endpoint, environment } satisfies Deployment);
}
