import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Finding of a rule that looks at single permissions: the permission itself, or a regular expression between slashes. */
export type Finding = string | { readonly regex: string };

/** What cdk-nag reads from a resource's metadata. */
interface NagMetadata {
  readonly rules_to_suppress: readonly { readonly id: string; readonly reason: string; readonly applies_to?: readonly Finding[] }[];
}

/**
 * Says beside a resource why rules of cdk-nag do not hold for it. The reason becomes metadata of the template, which a
 * team's own run of cdk-nag reads; nothing here needs cdk-nag. docs/security.md lists every reason.
 *
 * @param findings what the rules may complain about; left out, anything
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
