import { Policy, Role } from 'aws-cdk-lib/aws-iam';
import { Access } from './access';
import { accept, allStandards } from '../accepted-findings';

/** Why cdk-nag need not complain about the policy of a role that is made by hand. */
export function acceptOwnPolicy(policy: Role | Policy): void {
  accept(policy, allStandards('IAMNoInlinePolicy'), 'The policy is of this one role, is reviewed with it and goes with it; nothing else could attach it.');
}

/** Why it need not complain about what ends in `*`, where the accesses have such. */
export function acceptWildcards(role: Role, accesses: readonly Access[]): void {
  accept(role, ['AwsSolutions-IAM5'],
    'These actions know no resources: traces, network interfaces that do not exist yet, lists of streams, deliveries of logs, metrics (whose namespace is a condition).',
    ['Resource::*']);
  if (!accesses.some(({ resources }) => resources.some((resource) => resource.endsWith('/*')))) return;
  accept(role, ['AwsSolutions-IAM5'],
    'Keys of objects begin with uploads/, images/ or work/, then the id of their user, who is not known before; the prefix is one of them.',
    [{ regex: '/^Resource::.*\\/(uploads|images|work)\\/\\*$/' }]);
}
