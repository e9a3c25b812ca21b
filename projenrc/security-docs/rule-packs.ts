import { App, Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import {
  AwsSolutionsChecks, HIPAASecurityChecks, INagLogger, NagLoggerErrorData, NagLoggerNonComplianceData, NagLoggerSuppressedData,
  NIST80053R5Checks, PCIDSS321Checks,
} from 'cdk-nag';
import { IConstruct } from 'constructs';
import { at, Json, list, text } from '../templates/json';

/** A reason in a resource's metadata, as one rule reads it. */
export interface Reason {
  readonly path: string;
  /** Of the resource: `AWS::S3::Bucket`. */
  readonly type: string;
  readonly rule: string;
  readonly reason: string;
}

export interface Review {
  /** `<rule> at <resource>` for each finding, error or warning, that no reason answers. */
  readonly unexplained: readonly string[];
  /** Reasons that answer a finding. */
  readonly used: readonly Reason[];
  /** All reasons that the construct gives. */
  readonly given: readonly Reason[];
}

/** What four rule packs of cdk-nag say of a stack, which this synthesizes. */
export function review(stack: Stack): Review {
  const log = new Findings();
  const options = { reports: false, additionalLoggers: [log] };
  const packs = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks];
  for (const Pack of packs) Aspects.of(stack).add(new Pack(options));
  (stack.node.root as App).synth();
  return { unexplained: log.unexplained, used: log.used, given: stack.node.findAll().flatMap(reasonsOf) };
}

class Findings implements INagLogger {
  public readonly unexplained: string[] = [];
  public readonly used: Reason[] = [];

  public onNonCompliance({ ruleId, findingId, resource, ruleLevel }: NagLoggerNonComplianceData): void {
    this.unexplained.push(`${ruleLevel} ${ruleId}${findingId && `[${findingId}]`} at ${resource.node.path}`);
  }

  public onSuppressed({ ruleId, findingId, resource, suppressionReason }: NagLoggerSuppressedData): void {
    this.used.push({ path: resource.node.path, type: resource.cfnResourceType, rule: ruleId, reason: suppressionReason.replace(`[${findingId}] `, '') });
  }

  /** The rule could not read the template: nobody knows whether it holds. */
  public onError({ ruleId, resource, errorMessage }: NagLoggerErrorData): void {
    this.unexplained.push(`${ruleId} at ${resource.node.path} failed: ${errorMessage}`);
  }

  public onSuppressedError(data: NagLoggerErrorData): void {
    this.onError(data);
  }

  public onCompliance(): void {}
  public onNotApplicable(): void {}
}

function reasonsOf(construct: IConstruct): Reason[] {
  if (!CfnResource.isCfnResource(construct)) return [];
  return list(at(construct.getMetadata('cdk_nag') as Json, 'rules_to_suppress'))
    .map((entry) => ({ path: construct.node.path, type: construct.cfnResourceType, rule: text(at(entry, 'id')), reason: text(at(entry, 'reason')) }));
}
