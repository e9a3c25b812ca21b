import { LambdaClient, ListFunctionsCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, QueueAttributeName, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { FaultProxy } from './fault-proxy';
import { RowHistory } from './row-history';
import { deployment, newUser, useDeployment, User } from '../end-to-end/backend';
import { Consumer, startConsumer } from '../end-to-end/events-received';
import { LocalAws, startLocalAws } from '../local-aws/local-aws';

/** Six times the orchestrator's limit: as the stack is deployed. */
export const REDELIVERY_SECONDS_ON_AWS = 180;

export interface StageOptions {
  readonly workflowType: 'EXPRESS' | 'STANDARD';
  /** Seconds after which a message that was not done with comes again: what AWS has would make a run last hours. */
  readonly redeliverySeconds: number;
  /** Whether to build the handlers and the client first. */
  readonly build: boolean;
  readonly report: (line: string) => void;
}

/** A system of its own to break, with a proxy before its AWS and a consumer of its events. */
export interface Stage {
  readonly proxy: FaultProxy;
  readonly localAws: LocalAws;
  readonly consumer: Consumer;
  readonly history: RowHistory;
  readonly user: User;
  /** Images that a sweep had to take up. */
  readonly swept: Set<string>;
  readonly report: (line: string) => void;
  stop(): Promise<void>;
}

export async function setStage({ workflowType, redeliverySeconds, build, report }: StageOptions): Promise<Stage> {
  const stops: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const proxy = await FaultProxy.start();
    stops.push(async () => proxy.stop());
    const localAws = await startLocalAws({ build, context: { workflowType }, handlersEndpoint: proxy.endpoint, report });
    stops.push(localAws.stop);
    proxy.passTo(localAws.endpoint);
    useDeployment(localAws);
    await redeliverAfter(redeliverySeconds);
    await leadQueueThrough(proxy);
    const consumer = await startConsumer('faults');
    return { proxy, localAws, consumer, history: await RowHistory.start(), user: await newUser(), swept: new Set(), report, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How long the queue waits before it hands a message out again that nobody was done with. */
export async function redeliverAfter(seconds: number): Promise<void> {
  const Attributes = { VisibilityTimeout: String(seconds) };
  await new SQSClient().send(new SetQueueAttributesCommand({ QueueUrl: deployment.outputs.QueueUrl, Attributes }));
}

/** A client of SQS goes where the address of its queue leads, wherever its AWS is. */
async function leadQueueThrough(proxy: FaultProxy): Promise<void> {
  const lambda = new LambdaClient();
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
  for (const { FunctionName, Environment } of Functions) {
    const { QUEUE_URL: url, ...others } = Environment?.Variables ?? {};
    if (url === undefined) continue;
    const QUEUE_URL = new URL(new URL(url).pathname, proxy.endpoint).href;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { ...others, QUEUE_URL } } }));
  }
}

/** Messages of a queue that may not be taken yet. */
export async function delayedIn(queueUrl: string): Promise<number> {
  return countIn(queueUrl, ['ApproximateNumberOfMessagesDelayed']);
}

/** Messages of a queue that wait, and those that a function has. */
export async function messagesIn(queueUrl: string): Promise<number> {
  return countIn(queueUrl, ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible']);
}

async function countIn(queueUrl: string, names: QueueAttributeName[]): Promise<number> {
  const { Attributes = {} } = await new SQSClient().send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: names }));
  return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}
