import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { deployment } from './backend';
import { FunctionName } from '../../src/contract/functions';

export interface DeployedFunction {
  /** Physical name. */
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** One that knows the table's name, as most do. Other systems in the account have functions with the same handlers. */
export async function deployedFunction(handler: FunctionName): Promise<DeployedFunction> {
  for await (const { Functions = [] } of paginateListFunctions({ client: new LambdaClient() }, {})) {
    for (const { FunctionName: name, Environment: { Variables: variables = {} } = {} } of Functions) {
      const { POWERTOOLS_SERVICE_NAME, TABLE_NAME } = variables;
      if (name && POWERTOOLS_SERVICE_NAME === handler && TABLE_NAME === deployment.outputs.TableName) return { name, variables };
    }
  }
  throw new Error(`There is no deployed ${handler}`);
}
