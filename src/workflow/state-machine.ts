import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, IChainable, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { accept, acceptInlinePolicy, acceptWildcards } from '../accepted-findings';
import { Access, accessStatements, allow } from '../functions/access';
import { WorkflowType } from '../options/processing-options';
import { Platform } from '../platform';

/** What a state machine may do, in addition to writing its logs and traces. */
export interface Permissions {
  /** Functions that it calls. */
  readonly functions: readonly IFunction[];
  readonly access?: readonly Access[];
  readonly statements?: readonly PolicyStatement[];
}

export interface OwnStateMachineProps {
  readonly platform: Platform;
  readonly comment: string;
  readonly definition: IChainable;
  readonly type: StateMachineType;
  readonly timeout: Duration;
  /** Description of its role. */
  readonly roleDescription: string;
  readonly permissions: Permissions;
}

export interface OwnStateMachine {
  readonly stateMachine: StateMachine;
  readonly role: Role;
}

/** The state machine of a part of the system, with its own role and its own log group. */
export function createStateMachine(scope: Construct, props: OwnStateMachineProps): OwnStateMachine {
  const { platform, comment, definition, type, timeout } = props;
  const role = createRole(scope, props);
  const stateMachine = new StateMachine(scope, 'StateMachine', {
    comment,
    definitionBody: DefinitionBody.fromChainable(definition),
    stateMachineType: type,
    timeout,
    // The role is complete: the CDK's tasks would add qualified function ARNs and whole-table wildcards.
    role: role.withoutPolicyUpdates(),
    // Executions hold users' ids. What failed, and where, is enough.
    logs: { destination: platform.createLogGroup(scope, 'Logs'), level: LogLevel.ERROR, includeExecutionData: false },
    tracingEnabled: true,
  });
  accept(stateMachine, ['AwsSolutions-SF1'],
    'Every state of every image would add a line or two. Rows, events, traces and the logs of the functions show what succeeded; this log shows what failed.');
  return { stateMachine, role };
}

export function stateMachineType(type: WorkflowType): StateMachineType {
  return type === WorkflowType.STANDARD ? StateMachineType.STANDARD : StateMachineType.EXPRESS;
}

function createRole(scope: Construct, { platform, roleDescription, permissions }: OwnStateMachineProps): Role {
  const { functions, access = [], statements = [] } = permissions;
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }),
    description: roleDescription,
    inlinePolicies: {
      [scope.node.id]: new PolicyDocument({
        statements: [
          allow(['lambda:InvokeFunction'], functions.map(({ functionArn }) => functionArn)),
          ...accessStatements(access, platform.encryptionKey),
          ...statements,
          deliverLogs(),
          sendTraces(),
        ],
      }),
    },
  });
  acceptInlinePolicy(role);
  acceptWildcards(role, access);
  return role;
}

/** Step Functions sets up the delivery of its logs with these actions, which have no resource-level permissions. */
function deliverLogs(): PolicyStatement {
  return allow([
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ], ['*']);
}

/** X-Ray has no resource-level permissions. */
function sendTraces(): PolicyStatement {
  return allow(['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']);
}
