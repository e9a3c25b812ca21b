import { IResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { identityOf } from './app-resource';
import { fail } from '../options/check';

export type Store = 'inputBucket' | 'outputBucket' | 'table';

interface Claim {
  readonly store: Store;
  readonly owner: string;
  readonly shares: boolean;
}

/** Stores of all systems of an app, by the app. */
const CLAIMS = new WeakMap<IConstruct, Map<string, Claim>>();

/**
 * Takes a store for one system. A second system that used it would take the first one's images for strays: its sweeper
 * removes rows without an upload, its event rules tell of all renditions of a bucket.
 *
 * @param shares whether other systems that say the same of themselves may use it: true for an input bucket that was brought along
 */
export function claimStore(scope: IConstruct, store: Store, resource: IResource, name: string, shares: boolean): void {
  const claims = CLAIMS.get(scope.node.root) ?? new Map<string, Claim>();
  CLAIMS.set(scope.node.root, claims);
  const id = identityOf(resource, name);
  const taken = claims.get(id);
  const owner = scope.node.scope!.node.path;
  if (taken !== undefined && !(shares && taken.shares)) {
    fail(`${store} of '${owner}'`, 'used by no other system and for nothing else', `the ${taken.store} of '${taken.owner}'`,
      'several systems may share one input bucket that is given to each of them as inputBucket, and nothing else of these');
  }
  claims.set(id, { store, owner, shares });
}
