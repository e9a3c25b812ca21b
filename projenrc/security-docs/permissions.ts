import { join } from 'path';
import { PackageImport, ReachableCode } from './reachable-code';
import { API_AND_EVENT_FUNCTIONS, IMAGE_FUNCTIONS } from '../../src/contract/functions';
import { handlerEntry } from '../asset-bundles';
import { at, Json, list, text } from '../templates/json';
import { Resource, Synthesized } from '../templates/synth';

const ROOT = join(__dirname, '..', '..');

/** A handler that is added to the contract is covered. */
export const HANDLERS: readonly string[] = [...API_AND_EVENT_FUNCTIONS, ...IMAGE_FUNCTIONS].sort();

/** Packages of the AWS SDK whose name is not the prefix of their service's actions. */
const PREFIXES: Readonly<Record<string, string>> = {
  'cognito-identity-provider': 'cognito-idp', 'sfn': 'states', 'dynamodb': 'dynamodb', 'eventbridge': 'events',
};

/** Calls that are not named as the action that allows them. */
const ACTIONS: Readonly<Record<string, string>> = {
  'dynamodb:Get': 'dynamodb:GetItem',
  'dynamodb:Put': 'dynamodb:PutItem',
  'dynamodb:Update': 'dynamodb:UpdateItem',
  'dynamodb:Delete': 'dynamodb:DeleteItem',
  'dynamodb:BatchGet': 'dynamodb:BatchGetItem',
  'dynamodb:BatchWrite': 'dynamodb:BatchWriteItem',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:DeleteObjects': 's3:DeleteObject',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};

/** Calls that need several permissions: a copy with its own tags is a read and a write, and Rekognition reads S3 with its caller's permissions. */
const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  's3:CopyObject': ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
  'rekognition:DetectModerationLabels': ['rekognition:DetectModerationLabels', 's3:GetObject'],
};

/** Values of the SDK that a handler names without a call of AWS. */
const NO_CALLS = /^(?:[A-Z]\w*(?:Client|Exception)|ExecutionAlreadyExists|AuthFlowType|getSignedUrl)$/;

/** Functions of the SDK that sign what a command would. */
const SIGNERS: Readonly<Record<string, string>> = { createPresignedPost: 's3:PutObject' };

/** Cognito lets anyone make these, and IAM has no part in them. */
const OPEN_TO_ALL = /^cognito-idp:(?:ConfirmForgotPassword|ConfirmSignUp|ForgotPassword|GlobalSignOut|InitiateAuth|ResendConfirmationCode|RevokeToken|SignUp)$/;

/** The function signs, and a client makes the call: not through an endpoint of the VPC. */
const SIGNED: Readonly<Record<string, readonly string[]>> = { 'upload-handler': ['s3:PutObject'], 'image-retrieval': ['s3:GetObject'] };

/** For CloudFront it signs by a key that it reads itself. */
const SIGNED_FOR_CLOUDFRONT: typeof SIGNED = { ...SIGNED, 'image-retrieval': [] };

/** S3 tells those alone who may list the bucket that an object does not exist; others are "denied", as by a fault. */
const NOTICES_ABSENCE: readonly string[] = ['resize', 'validation', 'watermark'];

interface PlatformNeed {
  readonly reason: string;
  readonly actions: readonly string[];
  needs(stack: Synthesized, lambda: Resource): boolean;
}

/** What Lambda does in a function's name. */
const OF_THE_PLATFORM: readonly PlatformNeed[] = [
  { reason: 'writes its log', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], needs: () => true },
  { reason: 'sends its traces', actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], needs: () => true },
  {
    reason: 'attaches it to the VPC',
    actions: [
      'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
    ],
    needs: (_stack, { properties }) => properties.VpcConfig !== undefined,
  },
  {
    reason: 'polls its queue',
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    needs: (stack, lambda) => sourcesOf(stack, lambda).some(({ type }) => type === 'AWS::SQS::Queue'),
  },
  {
    reason: 'reads its stream',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    needs: (stack, lambda) => sourcesOf(stack, lambda).some(({ type }) => type === 'AWS::DynamoDB::Table'),
  },
  {
    reason: 'keeps the events that it failed at',
    actions: ['sqs:SendMessage'],
    needs: (stack, lambda) => ['AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping'].flatMap((type) => stack.ofType(type))
      .some(({ properties }) => text(properties.FunctionName) === `<${lambda.id}>` && at(properties, 'DestinationConfig', 'OnFailure') !== undefined),
  },
];

/** What the key is used for when a service does this for its caller. */
const KEY_USES: readonly { readonly actions: RegExp; readonly keyActions: readonly string[] }[] = [
  { actions: /^(?:s3:GetObject|sqs:ReceiveMessage|dynamodb:GetRecords)$/, keyActions: ['kms:Decrypt'] },
  { actions: /^(?:s3:PutObject|sqs:SendMessage)$/, keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  {
    actions: /^dynamodb:(?:\w+Item|Query|Scan)$/,
    keyActions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  },
];

export interface Needs {
  /** Every action but those on the key. */
  readonly actions: readonly string[];
  /** `<service> <action>`: the key may be used through that service. */
  readonly keyUses: readonly string[];
  /** What leaves through an endpoint where the function is in a VPC. */
  readonly throughEndpoint: readonly string[];
}

/** All that the code of a handler and its place in the system need. */
export function needsOf(name: string, stack: Synthesized): Needs {
  const lambda = stack.functionNamed(name);
  const own = [...callsOf(name), ...(NOTICES_ABSENCE.includes(name) ? ['s3:ListBucket'] : [])];
  const platform = OF_THE_PLATFORM.filter((need) => need.needs(stack, lambda)).flatMap(({ actions }) => actions);
  const actions = sorted([...own, ...platform]);
  const { [name]: signed = [] } = stack.ofType('AWS::CloudFront::Distribution').length > 0 ? SIGNED_FOR_CLOUDFRONT : SIGNED;
  return { actions, keyUses: keyUsesOf(actions), throughEndpoint: sorted(own.filter((action) => !signed.includes(action))) };
}

function keyUsesOf(actions: readonly string[]): string[] {
  return sorted(actions.flatMap((action) => KEY_USES.filter((use) => use.actions.test(action))
    .flatMap(({ keyActions }) => keyActions.map((keyAction) => `${action.split(':')[0]} ${keyAction}`))));
}

const known = new Map<string, readonly string[]>();

/** IAM actions of the AWS calls that the code of a handler makes. @throws Error naming what this table does not know */
export function callsOf(name: string): readonly string[] {
  const calls = known.get(name) ?? sorted(new ReachableCode(join(ROOT, handlerEntry(ROOT, name))).packageImports().flatMap(toActions))
    .filter((action) => !OPEN_TO_ALL.test(action));
  known.set(name, calls);
  return calls;
}

function toActions({ from, name }: PackageImport): string[] {
  if (!from.startsWith('@aws-sdk/') || NO_CALLS.test(name)) return [];
  if (SIGNERS[name]) return [SIGNERS[name]];
  const command = /^(\w+)Command$/.exec(name);
  if (!command) throw new Error(`which calls of AWS "${name}" of ${from} makes should be told in ${__filename}`);
  const service = from.replace(/^@aws-sdk\/(?:client|lib)-/, '');
  const call = `${PREFIXES[service] ?? service}:${command[1]}`;
  return [...SEVERAL[call] ?? [ACTIONS[call] ?? call]];
}

function sourcesOf(stack: Synthesized, lambda: Resource): Resource[] {
  return stack.ofType('AWS::Lambda::EventSourceMapping').filter(({ properties }) => text(properties.FunctionName) === `<${lambda.id}>`)
    .map(({ properties }) => stack.resources.find(({ id }) => text(properties.EventSourceArn).startsWith(`<${id}.`))!);
}

/** Actions of the calls that a state machine makes itself, and of those that Step Functions makes in its name. */
export function needsOfStateMachine(definition: string): Needs {
  const own = [...definition.matchAll(/"Resource":"arn:<AWS::Partition>:states:::(?:aws-sdk:)?(\w+):(\w+)"/g)].flatMap(([, service, call]) => {
    const action = `${{ cognitoidentityprovider: 'cognito-idp' }[service] ?? service}:${call[0].toUpperCase()}${call.slice(1)}`;
    return SEVERAL[action] ?? ACTIONS[action] ?? action;
  });
  const starts = /"Mode":"DISTRIBUTED"/.test(definition) ? OWN_EXECUTIONS : [];
  const invokes = /"Resource":"<\w+\.Arn>"/.test(definition) ? ['lambda:InvokeFunction'] : [];
  const actions = sorted([...own, ...starts, ...invokes, ...LOG_DELIVERY, ...TRACES]);
  return { actions, keyUses: keyUsesOf(actions), throughEndpoint: [] };
}

/** The items of a distributed map are executions that Step Functions starts, ends and starts again in the state machine's name. */
const OWN_EXECUTIONS = ['states:DescribeExecution', 'states:RedriveExecution', 'states:StartExecution', 'states:StopExecution'];

/** Step Functions sets the delivery of a state machine's log up with these, and demands all of them. */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:GetLogDelivery',
  'logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:UpdateLogDelivery',
];
const TRACES = ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

export function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}

export function keyService(conditions: Json): string {
  return list(at(conditions, 'StringEquals', 'kms:ViaService')).map((value) => text(value).split('.')[0]).join();
}
