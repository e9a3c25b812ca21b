import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deployment, Grant, User } from './backend';
import { signedCall } from './signed-call';

interface DeployedFunction {
  readonly FunctionName: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

type Handler = (event: unknown) => Promise<{ statusCode: number; body: string }>;

/**
 * A grant of another life than the deployed API gives: by the same handler bundle, with the deployed function's
 * variables but for the one that tells the life.
 */
export async function grantFor(seconds: number, user: User, request: object): Promise<Grant> {
  const { Functions } = await signedCall<{ Functions: DeployedFunction[] }>({ service: 'lambda', path: '/2015-03-31/functions/' });
  const deployed = Functions.find(({ Environment }) => Environment?.Variables.INPUT_BUCKET === deployment.outputs.InputBucketName
    && Environment.Variables.ENCRYPTION_KEY_ARN !== undefined);
  if (!deployed) throw new Error('There is no deployed upload handler');
  Object.assign(process.env, deployed.Environment?.Variables, deployment.environment, {
    URL_EXPIRY_SECONDS: String(seconds), POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true',
  });
  const { handler } = createRequire(__filename)(join(__dirname, '../../assets/upload-handler')) as { handler: Handler };
  const { statusCode, body } = await handler({
    httpMethod: 'POST',
    resource: '/upload',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    requestContext: { requestId: 'short-lived', authorizer: { claims: { sub: user.id, token_use: 'id' } } },
  });
  if (statusCode !== 201) throw new Error(`Expected status 201, got ${statusCode}: ${body}`);
  return JSON.parse(body) as Grant;
}
