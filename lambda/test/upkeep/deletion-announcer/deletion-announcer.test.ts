import '../../support/environment';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { createStepFunctions } from '../../../runtime/clients';
import { announceDeletion } from '../../../upkeep/deletion-announcer/announce-deletion';
import { handler } from '../../../upkeep/deletion-announcer/index';
import { recordingTelemetry } from '../../support/telemetry';

const stepFunctions = mockClient(SFNClient);
const idOf = (index: number) => `01900000-0000-7000-8000-00000000000${index}`;
const nameOf = (index: number) => `${idOf(index)}-deleted`;

beforeEach(() => {
  stepFunctions.reset();
  stepFunctions.on(StartExecutionCommand).resolves({});
});

function removed(index: number): DynamoDBRecord {
  const Keys = { user_id: { S: 'user' }, image_id: { S: idOf(index) } };
  return { eventName: 'REMOVE', eventSource: 'aws:dynamodb', dynamodb: { Keys, OldImage: { ...Keys, status: { S: 'ready' } }, SequenceNumber: String(index) } };
}

async function run(record: unknown) {
  const telemetry = recordingTelemetry();
  const options = { stepFunctions: createStepFunctions(), stateMachineArn: 'machine', outputBucket: 'output', telemetry };
  const failure = await announceDeletion(record as DynamoDBRecord, options).then(() => undefined, (error: Error) => error);
  return { telemetry, failure };
}

test('a deleted row starts the publication of its event, under its own name', async () => {
  expect((await run(removed(1))).failure).toBeUndefined();
  const { input, ...rest } = stepFunctions.commandCalls(StartExecutionCommand)[0].args[0].input;
  expect(rest).toEqual({ stateMachineArn: 'machine', name: nameOf(1) });
  expect(JSON.parse(input ?? '')).toEqual({
    recorded: {
      event: { detail_type: 'Image Deleted', detail: { version: '1', user_id: 'user', image_id: idOf(1), bucket: 'output', status: 'deleted' } },
      metric: 'ImagesDeleted',
    },
  });
});

test('a record that comes again after its publication was started does nothing', async () => {
  stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));
  const { failure, telemetry } = await run(removed(1));
  expect([failure, telemetry.lines]).toEqual([undefined, []]);
});

test('fails where Step Functions does not answer, so that it comes again, and says why', async () => {
  stepFunctions.on(StartExecutionCommand).rejects(new Error('no answer'));
  const { failure, telemetry } = await run(removed(1));
  expect(failure?.message).toBe('no answer');
  expect(telemetry.lines).toMatchObject([{ level: 'error', keys: { user_id: 'user', image_id: idOf(1) } }]);
});

test.each([undefined, {}, { dynamodb: {} }, { dynamodb: { Keys: { user_id: { S: 'user' } } } }])('a record like %j holds up none behind it', async (record) => {
  const { failure, telemetry } = await run(record);
  expect(failure).toBeUndefined();
  expect(telemetry.lines).toMatchObject([{ level: 'warn' }]);
  expect(stepFunctions.calls()).toHaveLength(0);
});

test('a batch reports the records that have to come again', async () => {
  stepFunctions.on(StartExecutionCommand, { name: nameOf(2) }).rejects(new Error('no answer'));
  const event = { Records: [1, 2, 3].map(removed) } as DynamoDBStreamEvent;
  const { batchItemFailures } = await handler(event, {} as Context, () => {}) as DynamoDBBatchResponse;
  expect(batchItemFailures).toEqual([{ itemIdentifier: '2' }]);
});
