import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { FaultProxy } from './fault-proxy';
import { RowHistory } from './row-history';
import { deployment, newUser, useDeployment, User } from '../end-to-end/backend';
import { Consumer, startConsumer } from '../end-to-end/events-received';
import { LocalAws, startLocalAws } from '../local-aws/local-aws';

export interface StageOptions {
  readonly workflowType: 'EXPRESS' | 'STANDARD';
  /** Seconds after which a message that was not done with comes again; 180 on AWS, which would make a run last hours. */
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
    const consumer = await startConsumer('faults');
    return { proxy, localAws, consumer, history: await RowHistory.start(), user: await newUser(), report, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function redeliverAfter(seconds: number): Promise<void> {
  const Attributes = { VisibilityTimeout: String(seconds) };
  await new SQSClient().send(new SetQueueAttributesCommand({ QueueUrl: deployment.outputs.QueueUrl, Attributes }));
}

/** Messages of a queue that wait, and those that a function has. */
export async function messagesIn(queueUrl: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await new SQSClient().send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }));
  return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}
