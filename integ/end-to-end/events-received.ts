import { CreateQueueCommand, DeleteMessageCommand, DeleteQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deployment } from './backend';
import { signedCall } from './signed-call';

/** An event of EventBridge, as a consumer gets it. */
export interface ImageEvent {
  readonly 'id': string;
  readonly 'source': string;
  readonly 'detail-type': string;
  readonly 'detail': Readonly<Record<string, unknown>> & { readonly version: string; readonly image_id: string; readonly status: string };
}

/** A consumer of all events of the deployed system, as docs/events.md has it: a rule that leads to a queue. */
export interface Consumer {
  /** Everything that arrived so far. */
  receive(): Promise<readonly ImageEvent[]>;
  /** Those of one image so far. */
  about(imageId: string): Promise<readonly ImageEvent[]>;
  stop(): Promise<void>;
}

const sqs = new SQSClient();

async function events(operation: string, body: object): Promise<void> {
  await signedCall({ service: 'events', method: 'POST', target: `AWSEvents.${operation}`, body });
}

export async function startConsumer(name: string): Promise<Consumer> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const pattern = { source: ['image-management-system'], detail: { bucket: [deployment.outputs.OutputBucketName] } };
  await events('PutRule', { Name: name, EventPattern: JSON.stringify(pattern) });
  await events('PutTargets', { Rule: name, Targets: [{ Id: 'queue', Arn: Attributes.QueueArn }] });
  const received: ImageEvent[] = [];

  const receive = async () => {
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
      if (Messages.length === 0) return received;
      for (const { Body, ReceiptHandle } of Messages) {
        received.push(JSON.parse(Body!) as ImageEvent);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
  return {
    receive,
    about: async imageId => (await receive()).filter(({ detail }) => detail.image_id === imageId),
    stop: async () => {
      await events('RemoveTargets', { Rule: name, Ids: ['queue'] });
      await events('DeleteRule', { Name: name });
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}
