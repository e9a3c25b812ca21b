import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deployment } from './backend';
import { signedCall } from './signed-call';

interface DeployedFunction {
  readonly FunctionName: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

/** As much of API Gateway's event as the handlers read. */
export interface ApiEvent {
  readonly httpMethod: string;
  readonly resource: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[]>>;
  readonly body?: string;
  readonly requestContext: { readonly requestId: string; readonly authorizer: { readonly claims: Readonly<Record<string, string>> } };
}

export type Handler = (event: ApiEvent) => Promise<{ statusCode: number; headers?: Record<string, string>; body: string }>;

/**
 * The same handler bundle as the deployed function's, in this process, with its variables but for some. The bundle reads them
 * while it loads, once in a test file.
 */
export async function loadHandler(name: string, variables: Readonly<Record<string, string>>): Promise<Handler> {
  const { Functions } = await signedCall<{ Functions: DeployedFunction[] }>({ service: 'lambda', path: '/2015-03-31/functions/' });
  const deployed = Functions.find(({ Environment }) => Environment?.Variables.POWERTOOLS_SERVICE_NAME === name
    && Environment.Variables.TABLE_NAME === deployment.outputs.TableName);
  if (!deployed) throw new Error(`There is no deployed ${name}`);
  Object.assign(process.env, deployed.Environment?.Variables, deployment.environment, variables, {
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler } = createRequire(__filename)(join(__dirname, '../../assets', name)) as { handler: Handler };
  return handler;
}
