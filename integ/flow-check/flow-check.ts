import { join } from 'node:path';
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { FLOW_RESULT } from './flow-result';
import { ImageManagementSystem } from '../../src';

/** For S3 to send events of a new bucket takes minutes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html */
const WAIT = { totalTimeout: Duration.minutes(15), interval: Duration.minutes(1) };

/**
 * What integ-runner asserts of a deployed stack: a function goes the whole way through each of its systems, and finds what
 * `FLOW_RESULT` says. What that function is called with is put out, so that the local AWS can run it too.
 */
export function assertFlow(stack: Stack, systems: Readonly<Record<string, ImageManagementSystem>>): void {
  const handler = new Function(stack, 'FlowCheck', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(join(__dirname, 'handler')),
    logGroup: new LogGroup(stack, 'FlowCheckLog', { retention: RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.DESTROY }),
    memorySize: 512,
    // Under the two minutes of the function that calls this one.
    timeout: Duration.seconds(100),
  });
  new CfnOutput(stack, 'FlowCheckName', { value: handler.functionName });
  // No snapshot is committed, so there is no earlier version to update from.
  const test = new IntegTest(stack.node.root, 'Flow', { testCases: [stack], stackUpdateWorkflow: false });
  for (const [name, { apiUrl, userPool }] of Object.entries(systems)) {
    userPool.grant(handler, 'cognito-idp:AdminCreateUser', 'cognito-idp:AdminSetUserPassword', 'cognito-idp:AdminDeleteUser');
    const payload = JSON.stringify({ apiUrl, userPoolId: userPool.userPoolId });
    new CfnOutput(stack, `FlowCheckOf${name}`, { value: payload });
    test.assertions.invokeFunction({ functionName: handler.functionName, payload })
      .expect(ExpectedResult.objectLike({ Payload: Match.serializedJson(FLOW_RESULT) }))
      .waitForAssertions(WAIT);
  }
}
