import { CfnResource, Environment, IResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { fail } from '../options/check';

/** Properties by their names in CloudFormation. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * What will be in the template for a resource of the same app, overrides included; `undefined` for an imported one.
 * The CDK has no public way to ask for it: its typed properties leave overrides out.
 */
export function propertiesOf(resource: IResource): Properties | undefined {
  const cfn = cfnResourceOf(resource);
  if (cfn === undefined) return undefined;
  const fragment = (cfn as unknown as { _toCloudFormation(): object })._toCloudFormation();
  const { Resources } = Stack.of(cfn).resolve(fragment) as { Resources: Record<string, { Properties?: Properties }> };
  return Object.values(Resources)[0].Properties ?? {};
}

export function cfnResourceOf(resource: IResource): CfnResource | undefined {
  const child: IConstruct | undefined = resource.node.defaultChild;
  return child !== undefined && CfnResource.isCfnResource(child) ? child : undefined;
}

/** The same for the same resource, however often it was imported; `name` is its name or ARN. */
export function identityOf(resource: IConstruct, name: string): string {
  const stack = Stack.of(resource);
  // A token means something in its own stack alone.
  const where = Token.isUnresolved(name) ? stack.node.addr : stack.environment;
  return `${where} ${JSON.stringify(stack.resolve(name))}`;
}

/** Nothing of the system crosses a region or an account: neither S3's events, nor a table's stream, nor the functions' clients. */
export function requireSameEnvironment(scope: IConstruct, subject: string, environment: Environment): void {
  const { account, region } = Stack.of(scope);
  requireSame(`the region of ${subject}`, environment.region, region);
  requireSame(`the account of ${subject}`, environment.account, account);
}

function requireSame(subject: string, got: string | undefined, expected: string): void {
  if (got === undefined || Token.isUnresolved(got) || Token.isUnresolved(expected) || got === expected) return;
  fail(subject, `that of the system's stack, ${expected}`, got);
}
