import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deployment } from './backend';
import { deployedFunction } from './deployed-functions';
import { FunctionName } from '../../src/contract/functions';

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
export async function loadHandler(name: FunctionName, variables: Readonly<Record<string, string>>): Promise<Handler> {
  const deployed = await deployedFunction(name);
  Object.assign(process.env, deployed.variables, deployment.environment, variables, {
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler } = createRequire(__filename)(join(__dirname, '../../assets', name)) as { handler: Handler };
  return handler;
}
