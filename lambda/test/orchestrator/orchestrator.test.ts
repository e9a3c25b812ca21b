import '../support/environment';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { UploadedImage } from '../../../src/contract/workflow';
import { handler } from '../../orchestrator/index';
import { executionName, StartWorkflow } from '../../orchestrator/start-workflow';
import { ImageCatalog } from '../../shared/catalog/image-catalog';
import { createStepFunctions } from '../../shared/clients';
import { createDynamoDb } from '../../shared/document-client';
import { recordingTelemetry } from '../support/telemetry';

const dynamo = mockClient(DynamoDBDocumentClient);
const stepFunctions = mockClient(SFNClient);
const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
beforeEach(() => {
  dynamo.reset();
  stepFunctions.reset();
  dynamo.on(UpdateCommand).resolves({});
  stepFunctions.on(StartExecutionCommand).resolves({});
});

function upload(index: number): UploadedImage {
  const image_id = `01900000-0000-7000-8000-00000000000${index}`;
  return { user_id: 'user', image_id, key: `uploads/user/${image_id}`, size: 9, etag: 'etag' };
}

async function run(body: string, messageId = 'message-1') {
  const telemetry = recordingTelemetry();
  const startWorkflow = new StartWorkflow({
    catalog: new ImageCatalog(createDynamoDb(), 'images'), stepFunctions: createStepFunctions(), stateMachineArn: 'machine', telemetry, now: () => new Date('2026-01-01T00:00:00Z'),
  });
  const failure = await startWorkflow.run({ body, messageId }).then(() => undefined, (error: Error) => error);
  return { telemetry, failure };
}

describe('a message', () => {
  test('claims its row, then starts the workflow with the upload as input', async () => {
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure).toBeUndefined();
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input.ExpressionAttributeValues).toMatchObject({ ':message': 'message-1' });
    const { input, ...rest } = stepFunctions.commandCalls(StartExecutionCommand)[0].args[0].input;
    expect(rest).toEqual({ stateMachineArn: 'machine', name: executionName(upload(1)) });
    expect(JSON.parse(input ?? '')).toEqual(upload(1));
    expect(telemetry.counted).toEqual(['ImagesStarted']);
  });

  test('starts nothing where there is nothing to claim', async () => {
    dynamo.on(UpdateCommand).rejects(refused);
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure).toBeUndefined();
    expect(stepFunctions.calls()).toHaveLength(0);
    expect(telemetry.counted).toEqual(['UploadsIgnored']);
  });

  test('whose workflow runs already has done its work, and is not counted twice', async () => {
    stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure).toBeUndefined();
    expect(telemetry.counted).toEqual([]);
  });

  test('fails where Step Functions does not answer, so that it comes again, and says why', async () => {
    stepFunctions.on(StartExecutionCommand).rejects(new Error('no answer'));
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure?.message).toBe('no answer');
    expect(telemetry.lines).toMatchObject([{ level: 'error', keys: { message_id: 'message-1' } }]);
  });

  test.each([
    '', 'no JSON', 'null', '{}', JSON.stringify({ ...upload(1), size: '9' }), JSON.stringify({ ...upload(1), etag: '' }),
    JSON.stringify({ ...upload(1), user_id: 'other' }), JSON.stringify({ ...upload(1), image_id: upload(2).image_id }), JSON.stringify({ ...upload(1), key: 'work/x' }),
  ])('rejects the body %p before anything is claimed', async (body) => {
    const { failure } = await run(body);
    expect(failure?.message).toContain('the message is not one of the S3 event handler\'s');
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('the name of an execution', () => {
  test('is the same for every report of the same bytes, and another for others', () => {
    expect(executionName(upload(1))).toBe(executionName({ ...upload(1), size: 1 }));
    expect(executionName(upload(1))).not.toBe(executionName({ ...upload(1), etag: 'other' }));
    expect(executionName(upload(1))).not.toBe(executionName(upload(2)));
  });

  test('is one that Step Functions takes', () => {
    expect(executionName({ ...upload(1), etag: '"x"/ü*' })).toMatch(/^[\w-]{1,80}$/);
  });
});

describe('a batch', () => {
  async function batch(bodies: string[]): Promise<string[]> {
    const Records = bodies.map((body, index) => ({ messageId: `message-${index}`, body, eventSource: 'aws:sqs' }));
    const response = await handler({ Records } as unknown as SQSEvent, {} as Context, () => {}) as SQSBatchResponse;
    return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort();
  }

  test('reports none where all went well', async () => {
    expect(await batch([1, 2, 3].map((index) => JSON.stringify(upload(index))))).toEqual([]);
    expect(stepFunctions.calls()).toHaveLength(3);
  });

  test('reports the failed messages alone; the others are done', async () => {
    stepFunctions.on(StartExecutionCommand, { name: executionName(upload(2)) }).rejects(new Error('no answer'));
    expect(await batch([JSON.stringify(upload(1)), JSON.stringify(upload(2)), 'broken', JSON.stringify(upload(3))])).toEqual(['message-1', 'message-2']);
    expect(stepFunctions.calls()).toHaveLength(3);
  });

  test('whose messages all fail reports them all, without an error of the function', async () => {
    expect(await batch(['broken', 'broken'])).toEqual(['message-0', 'message-1']);
  });

  test('of five reports of one upload starts one workflow', async () => {
    const claimed = new Set<string>();
    dynamo.on(UpdateCommand).callsFake(({ Key }) => {
      if (claimed.has(Key.image_id)) throw refused;
      claimed.add(Key.image_id);
      return {};
    });
    expect(await batch(Array.from({ length: 5 }, () => JSON.stringify(upload(1))))).toEqual([]);
    expect(stepFunctions.calls()).toHaveLength(1);
  });
});
