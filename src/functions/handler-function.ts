import { existsSync } from 'fs';
import { join } from 'path';
import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accept, acceptInlinePolicy, acceptWildcards, allStandards, hipaaAndNist } from '../accepted-findings';
import { Env } from '../contract/environment';
import { FunctionName, HANDLER } from '../contract/functions';
import { Platform } from '../platform';
import { Access, accessStatements } from './access';

export interface HandlerFunctionProps {
  readonly platform: Platform;
  readonly name: FunctionName;
  readonly description: string;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  /** All permissions of the handler, in addition to writing logs and traces. */
  readonly access: readonly Access[];
  /** `false` for the one function that only calls a public endpoint. */
  readonly inNetwork?: boolean;
  /** @default - the bundle `assets/<name>` */
  readonly code?: Code;
  readonly handler?: string;
}

/** A Lambda function with its own role and log group. */
export class HandlerFunction extends Construct {
  public readonly function: LambdaFunction;
  /** Name in logs and charts. */
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
      // The role is complete; the CDK would add wildcards.
      role: role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      tracing: Tracing.ACTIVE,
      environment: { POWERTOOLS_SERVICE_NAME: props.name, [Env.SYSTEM]: platform.system, ...props.environment },
      ...(inNetwork ? platform.network.placement : {}),
    });
    if (inNetwork) platform.network.allow(role, props.access);
    acceptInlinePolicy(role);
    acceptWildcards(role, props.access);
    this.acceptFindings(inNetwork);
  }

  private acceptFindings(inNetwork: boolean): void {
    accept(this.function, hipaaAndNist('LambdaConcurrency'),
      'Reserved concurrency reduces that of every other function in the account. Load is limited earlier, by API throttles and queue batches.');
    accept(this.function, hipaaAndNist('LambdaDLQ'),
      'Synchronous callers get the error; failed S3 events and stream records go to a failure destination, messages to the dead-letter queue of their queue, and the next sweep makes up for a failed one.');
    if (this.function.isBoundToVpc) return;
    accept(this.function, allStandards('LambdaInsideVPC'), inNetwork
      ? 'With `Network.none()`, Lambda runs it in its own network, which accepts no inbound connections.'
      : 'It only calls the public endpoint of Cognito, which the VPC cannot reach, and has neither permissions nor access to images.');
  }

  private createRole({ platform, name, access, inNetwork = true }: HandlerFunctionProps): Role {
    const attached = inNetwork && platform.network.placement !== undefined;
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Permissions of ${name}`,
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

/** X-Ray actions do not support resources. */
function sendTraces(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    resources: ['*'],
  });
}

/** Lambda requires these on all resources before it attaches a function to a VPC: the interfaces do not exist yet. */
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

/** `assets/` of the package: `src/` and `lib/` are both one level below its root. */
const ASSETS = join(__dirname, '..', '..', 'assets');

/** Folder of a bundled handler in the package. */
export function assetFolder(name: string): string {
  const folder = join(ASSETS, name);
  if (!existsSync(folder)) {
    throw new Error(`the handler bundle assets/${name} must be in the package, got nothing at ${folder}; run "npm run build" to create it`);
  }
  return folder;
}
