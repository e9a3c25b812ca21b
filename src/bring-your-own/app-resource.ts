import { CfnResource, Environment, IResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { fail } from '../options/check';

/** Properties by their names in CloudFormation. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * The template properties of a resource of the same app, including overrides; `undefined` for an imported one.
 * The CDK has no public API for this: its typed properties exclude overrides.
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

/** Equal for equal resources, however often they were imported; `name` is a name or ARN. */
export function identityOf(resource: IConstruct, name: string): string {
  const stack = Stack.of(resource);
  // A token is only meaningful in its own stack.
  const where = Token.isUnresolved(name) ? stack.node.addr : stack.environment;
  return `${where} ${JSON.stringify(stack.resolve(name))}`;
}

/** S3 events, table streams and the functions' clients do not cross regions or accounts. */
export function requireSameEnvironment(scope: IConstruct, subject: string, environment: Environment): void {
  const { account, region } = Stack.of(scope);
  requireSame(`the region of ${subject}`, environment.region, region);
  requireSame(`the account of ${subject}`, environment.account, account);
}

function requireSame(subject: string, got: string | undefined, expected: string): void {
  if (got === undefined || Token.isUnresolved(got) || Token.isUnresolved(expected) || got === expected) return;
  fail(subject, `that of the system's stack, ${expected}`, got);
}

export type Store = 'inputBucket' | 'outputBucket' | 'table';

interface Claim {
  readonly store: Store;
  readonly owner: string;
  readonly shares: boolean;
}

/** Stores of all systems, by app. */
const CLAIMS = new WeakMap<IConstruct, Map<string, Claim>>();

/**
 * Reserves a store for one system. A second system in the same store would treat the first one's images as its own: its
 * sweeper removes rows without an upload, and its event rules match all renditions of the bucket.
 *
 * @param shares whether other systems that also share may use it: true for a supplied input bucket
 */
export function claimStore(scope: IConstruct, store: Store, resource: IResource, name: string, shares: boolean): void {
  const claims = CLAIMS.get(scope.node.root) ?? new Map<string, Claim>();
  CLAIMS.set(scope.node.root, claims);
  const id = identityOf(resource, name);
  const existing = claims.get(id);
  const owner = scope.node.scope!.node.path;
  if (existing !== undefined && !(shares && existing.shares)) {
    fail(`${store} of '${owner}'`, 'used by only one system and for one purpose', `the ${existing.store} of '${existing.owner}'`,
      'systems can only share an input bucket, passed to each of them as inputBucket');
  }
  claims.set(id, { store, owner, shares });
}
