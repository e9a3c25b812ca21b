import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accept, allStandards, hipaaAndNist } from '../accepted-findings';
import { acceptOwnPolicy, acceptWildcards } from './accepted-permissions';
import { Env } from '../contract/environment';
import { FunctionName, HANDLER } from '../contract/functions';
import { Platform } from '../platform';
import { Access, accessStatements } from './access';
import { assetFolder } from './asset-folder';

export interface HandlerFunctionProps {
  readonly platform: Platform;
  readonly name: FunctionName;
  readonly description: string;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  /** All that the handler may do, beside writing its logs and traces. */
  readonly access: readonly Access[];
  /** `false` for the one function that speaks to a public endpoint alone. */
  readonly inNetwork?: boolean;
  /** The bundle `assets/<name>` where left out. */
  readonly code?: Code;
  readonly handler?: string;
}

/** A handler with its own role and its own log group. */
export class HandlerFunction extends Construct {
  public readonly function: LambdaFunction;
  /** As logs and charts speak of it. */
  public readonly name: FunctionName;
  /** Megabytes. */
  public readonly memorySize: number;
  public readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { platform, inNetwork = true } = props;
    this.name = props.name;
    this.memorySize = props.memorySize;
    this.logGroup = platform.createLogGroup(this, 'Logs');
    const role = this.createRole(props);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: platform.architecture,
      code: props.code ?? Code.fromAsset(assetFolder(props.name)),
      handler: props.handler ?? HANDLER,
      memorySize: props.memorySize,
      timeout: props.timeout,
      // The role is complete: what the CDK would add to it are wildcards.
      role: role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      tracing: Tracing.ACTIVE,
      environment: { POWERTOOLS_SERVICE_NAME: props.name, [Env.SYSTEM]: platform.system, ...props.environment },
      ...(inNetwork ? platform.network.placement : {}),
    });
    if (inNetwork) platform.network.allow(role, props.access);
    acceptOwnPolicy(role);
    acceptWildcards(role, props.access);
    this.acceptFindings(inNetwork);
  }

  private acceptFindings(inNetwork: boolean): void {
    accept(this.function, hipaaAndNist('LambdaConcurrency'),
      'Reserved concurrency takes away from every other function of the account. Load is bounded before: by the throttles of the API and the batches of the queue.');
    accept(this.function, hipaaAndNist('LambdaDLQ'),
      'Callers that wait get the error themselves; what S3 reports and the stream tells goes to a failure destination, messages to the dead-letter queue of their queue, and a sweep that failed is made up for by the next.');
    if (this.function.isBoundToVpc) return;
    accept(this.function, allStandards('LambdaInsideVPC'), inNetwork
      ? '`Network.none()` was chosen: Lambda runs it in a network of its own, into which nothing can connect.'
      : 'It speaks to the public endpoint of Cognito alone, has no permission and touches no image; the VPC has no way there.');
  }

  private createRole({ platform, name, access, inNetwork = true }: HandlerFunctionProps): Role {
    const attached = inNetwork && platform.network.placement !== undefined;
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${name} may do`,
      inlinePolicies: {
        Handler: new PolicyDocument({
          statements: [
            new PolicyStatement({
              effect: Effect.ALLOW,
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [this.logGroup.logGroupArn],
            }),
            sendTraces(),
            ...(attached ? [attachToNetwork()] : []),
            ...accessStatements(access, platform.encryptionKey),
          ],
        }),
      },
    });
  }
}

/** X-Ray knows no resources. */
function sendTraces(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    resources: ['*'],
  });
}

/** Lambda checks these on every resource before it attaches a function to a VPC: the interfaces do not exist yet. */
function attachToNetwork(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
