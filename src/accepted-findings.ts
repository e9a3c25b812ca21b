import { CfnResource } from 'aws-cdk-lib';
import { Policy, Role } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { Access } from './functions/access';

/** A finding of a rule that checks single permissions: the permission itself, or a regular expression between slashes. */
export type Finding = string | { readonly regex: string };

/** The resource metadata that cdk-nag reads. */
interface NagMetadata {
  readonly rules_to_suppress: readonly { readonly id: string; readonly reason: string; readonly applies_to?: readonly Finding[] }[];
}

/**
 * Suppresses cdk-nag rules for a resource, with a reason. The reason becomes template metadata that your own run of cdk-nag
 * reads; this package does not depend on cdk-nag. docs/security.md lists every reason.
 *
 * @param findings the suppressed findings of the rules; by default all
 */
export function accept(construct: IConstruct, rules: readonly string[], reason: string, findings?: readonly Finding[]): void {
  const resource = construct instanceof CfnResource ? construct : construct.node.defaultChild as CfnResource;
  const { rules_to_suppress = [] } = (resource.getMetadata('cdk_nag') ?? {}) as Partial<NagMetadata>;
  const added = rules.map((id) => ({ id, reason, ...(findings && { applies_to: findings }) }));
  resource.addMetadata('cdk_nag', { rules_to_suppress: [...rules_to_suppress, ...added] } satisfies NagMetadata);
}

/** A rule of the same name in the HIPAA and the NIST 800-53 pack. */
export function hipaaAndNist(rule: string): string[] {
  return [`HIPAA.Security-${rule}`, `NIST.800.53.R5-${rule}`];
}

/** A rule of the same name in the HIPAA, the NIST 800-53 and the PCI DSS pack. */
export function allStandards(rule: string): string[] {
  return [...hipaaAndNist(rule), `PCI.DSS.321-${rule}`];
}

/** Accepts the inline policy of a role. */
export function acceptInlinePolicy(policy: Role | Policy): void {
  accept(policy, allStandards('IAMNoInlinePolicy'), 'The policy belongs to this one role, and is reviewed and deleted with it; no other role can use it.');
}

/** Accepts the wildcards in the permissions of a function. */
export function acceptWildcards(role: Role, accesses: readonly Access[]): void {
  accept(role, ['AwsSolutions-IAM5'],
    'These actions do not support resources: traces, network interfaces that do not exist yet, stream lists, log deliveries, and metrics (limited to a namespace by a condition).',
    ['Resource::*']);
  if (!accesses.some(({ resources }) => resources.some((resource) => resource.endsWith('/*')))) return;
  accept(role, ['AwsSolutions-IAM5'],
    'Object keys start with uploads/, images/ or work/, followed by a user id that is unknown at deployment; each permission is limited to one of these prefixes.',
    [{ regex: '/^Resource::.*\\/(uploads|images|work)\\/\\*$/' }]);
}
