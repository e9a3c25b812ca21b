import '../../support/environment';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { UnknownUploads } from '../../../../src/contract/environment';
import { UploadedImage } from '../../../../src/contract/workflow';
import { GrantQuota } from '../../../data/grant-quota';
import { ImageCatalog } from '../../../data/image-catalog';
import { handler } from '../../../pipeline/orchestrator/index';
import { executionName, StartWorkflow } from '../../../pipeline/orchestrator/start-workflow';
import { createS3, createStepFunctions } from '../../../runtime/clients';
import { createDynamoDb } from '../../../runtime/document-client';
import { row } from '../../support/image-table';
import { recordingTelemetry } from '../../support/telemetry';

const dynamo = mockClient(DynamoDBDocumentClient);
const stepFunctions = mockClient(SFNClient);
const s3 = mockClient(S3Client);
/** A claim that finds the image in this status, or no image. */
const refusedBy = (status?: string) => new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item: status ? { status: { S: status } } : undefined });
const CLAIM = { TableName: 'images', ReturnValues: 'UPDATED_OLD' } as const;
const RELEASE = { UpdateExpression: 'ADD #open :less' };
beforeEach(() => {
  dynamo.reset();
  stepFunctions.reset();
  s3.reset();
  dynamo.on(UpdateCommand).resolves({ Attributes: { status: 'pending' } });
  s3.on(DeleteObjectCommand).resolves({});
  stepFunctions.on(StartExecutionCommand).resolves({});
});

function upload(index: number): UploadedImage {
  const image_id = `01900000-0000-7000-8000-00000000000${index}`;
  return { user_id: 'user', image_id, key: `uploads/user/${image_id}`, size: 9, etag: 'etag' };
}

const outbox = {
  event: { detail_type: 'Image Ready', detail: { user_id: 'user', image_id: upload(1).image_id, renditions: [{ size: 'small' }] } }, metric: 'ImagesReady',
};

async function run(body: string, AWSTraceHeader?: string, unknownUploads: UnknownUploads = 'remove') {
  const telemetry = recordingTelemetry();
  const startWorkflow = new StartWorkflow({
    catalog: new ImageCatalog(createDynamoDb(), 'images'),
    quota: new GrantQuota(createDynamoDb(), 'images'),
    s3: createS3(),
    inputBucket: 'input',
    unknownUploads,
    stepFunctions: createStepFunctions(),
    stateMachineArn: 'machine',
    publicationArn: 'publication',
    telemetry,
    now: () => new Date('2026-01-01T00:00:00Z'),
  });
  const message = { body, messageId: 'message-1', attributes: { AWSTraceHeader } };
  const failure = await startWorkflow.run(message).then(() => undefined, (error: Error) => error);
  return { telemetry, failure };
}

describe('a message', () => {
  describe('about a ready image that is processed again', () => {
    const again = { ...upload(1), attempt: 7, replaces: '2026-01-01T00:00:00.000Z' };
    const rendition = { size: 'small', format: 'webp', width: 2, height: 1, bytes: 5, key: 'images/user/id/0123abcd/small.webp' };
    const ready = row(1, { image_id: again.image_id, updated_at: again.replaces, renditions: JSON.stringify([rendition]) });

    test('starts the workflow with the renditions that the image has, claims no row and uses no grant', async () => {
      dynamo.on(GetCommand).resolves({ Item: ready });
      const { telemetry, failure } = await run(JSON.stringify(again));
      expect([failure, dynamo.commandCalls(UpdateCommand), s3.calls()]).toEqual([undefined, [], []]);
      const { input, name } = stepFunctions.commandCalls(StartExecutionCommand)[0].args[0].input;
      expect([JSON.parse(input!), name]).toEqual([{ ...again, replaced: [{ key: rendition.key, format: 'webp' }] }, executionName(again)]);
      expect(telemetry.counted).toEqual(['ImagesStarted']);
    });

    test.each([{ updated_at: '2026-01-02T00:00:00.000Z' }, { status: 'failed' }])('starts nothing if the row has changed since: %p', async (change) => {
      dynamo.on(GetCommand).resolves({ Item: { ...ready, ...change } });
      const { telemetry, failure } = await run(JSON.stringify(again));
      expect([failure, stepFunctions.calls(), s3.calls(), telemetry.counted]).toEqual([undefined, [], [], ['UploadsIgnored']]);
    });

    test('removes the original of an image that was deleted since', async () => {
      dynamo.on(GetCommand).resolves({});
      const { telemetry } = await run(JSON.stringify(again));
      expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([{ Bucket: 'input', Key: again.key }]);
      expect([stepFunctions.calls(), telemetry.counted]).toEqual([[], ['UploadsRemoved']]);
    });
  });

  test('claims its row, starts the workflow with the upload as input, and takes its grant off the open ones', async () => {
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure).toBeUndefined();
    expect(dynamo.commandCalls(UpdateCommand)[0].args[0].input.ExpressionAttributeValues).toMatchObject({ ':message': 'message-1' });
    const { input, ...rest } = stepFunctions.commandCalls(StartExecutionCommand)[0].args[0].input;
    expect(rest).toEqual({ stateMachineArn: 'machine', name: executionName(upload(1)) });
    expect(JSON.parse(input ?? '')).toEqual(upload(1));
    expect(telemetry.counted).toEqual(['ImagesStarted']);
    expect(dynamo.commandCalls(UpdateCommand).map(({ args }) => args[0].input.Key)).toEqual([
      { user_id: 'user', image_id: upload(1).image_id }, { user_id: 'quota#user', image_id: '2024-06-10T02:35Z' },
    ]);
    expect(dynamo.commandCalls(UpdateCommand, RELEASE)).toHaveLength(1);
  });

  test('that comes again starts its workflow, and takes no second grant off', async () => {
    dynamo.on(UpdateCommand, CLAIM).resolves({ Attributes: { status: 'processing' } });
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure).toBeUndefined();
    expect(telemetry.counted).toEqual(['ImagesStarted']);
    expect(dynamo.commandCalls(UpdateCommand, RELEASE)).toHaveLength(0);
  });

  // holds: threat.queue.forged-message, threat.orchestrator.duplicate-event
  test.each(['processing', 'ready', 'failed'])('leaves an image alone that is %s', async (status) => {
    dynamo.on(UpdateCommand).rejects(refusedBy(status));
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure).toBeUndefined();
    expect([...stepFunctions.calls(), ...s3.calls()]).toHaveLength(0);
    expect(telemetry.counted).toEqual(['UploadsIgnored']);
  });

  test.each(['rejected', undefined])('of an image that is %p removes what was uploaded', async (status) => {
    dynamo.on(UpdateCommand).rejects(refusedBy(status));
    const { telemetry, failure } = await run(JSON.stringify(upload(1)));
    expect(failure).toBeUndefined();
    expect(stepFunctions.calls()).toHaveLength(0);
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([{ Bucket: 'input', Key: upload(1).key }]);
    expect(telemetry.counted).toEqual(['UploadsRemoved']);
    expect(telemetry.lines).toMatchObject([{ level: 'info', keys: { message_id: 'message-1', image_id: upload(1).image_id } }]);
  });

  test('of an image that is unknown leaves what was uploaded where it may be another system\'s', async () => {
    dynamo.on(UpdateCommand).rejects(refusedBy());
    const { telemetry, failure } = await run(JSON.stringify(upload(1)), undefined, 'keep');
    expect(failure).toBeUndefined();
    expect([...stepFunctions.calls(), ...s3.calls()]).toHaveLength(0);
    expect(telemetry.counted).toEqual(['UploadsIgnored']);
  });

  test('of a rejected image removes what was uploaded from a shared bucket, too', async () => {
    dynamo.on(UpdateCommand).rejects(refusedBy('rejected'));
    const { telemetry } = await run(JSON.stringify(upload(1)), undefined, 'keep');
    expect(s3.commandCalls(DeleteObjectCommand)).toHaveLength(1);
    expect(telemetry.counted).toEqual(['UploadsRemoved']);
  });

  test('fails where what was uploaded for no image could not be removed, so that it comes again', async () => {
    dynamo.on(UpdateCommand).rejects(refusedBy());
    s3.on(DeleteObjectCommand).rejects(new Error('no answer'));
    expect((await run(JSON.stringify(upload(1)))).failure?.message).toBe('no answer');
  });

  test('fails where its grant stays counted, after its workflow was started', async () => {
    dynamo.on(UpdateCommand, RELEASE).rejects(new Error('no answer'));
    expect((await run(JSON.stringify(upload(1)))).failure?.message).toBe('no answer');
    expect(stepFunctions.calls()).toHaveLength(1);
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
    expect(telemetry.lines).toMatchObject([{ level: 'error', keys: { message_id: 'message-1', user_id: 'user', image_id: upload(1).image_id } }]);
  });

  test('with an event that EventBridge did not accept starts its publication, claims no row and counts no image', async () => {
    const { telemetry, failure } = await run(JSON.stringify({ outbox }));
    expect(failure).toBeUndefined();
    expect(stepFunctions.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { stateMachineArn: 'publication', name: `${upload(1).image_id}-event-message-1`, input: JSON.stringify({ recorded: outbox }) },
    ]);
    expect(dynamo.calls()).toHaveLength(0);
    expect(telemetry.counted).toEqual([]);
  });

  test('takes the trace of its own upload on, whatever the batch has', async () => {
    const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const { telemetry } = await run(JSON.stringify(upload(1)), header);
    expect(stepFunctions.commandCalls(StartExecutionCommand)[0].args[0].input.traceHeader).toBe(header);
    expect(telemetry.traced).toContainEqual([{ user_id: 'user', image_id: upload(1).image_id }, header]);
  });

  test('measures how long its upload waited, where the time of that is known', async () => {
    const { telemetry } = await run(JSON.stringify({ ...upload(1), uploaded_at: '2025-12-31T23:59:58Z' }));
    expect(telemetry.measured).toEqual([['StartDelayMilliseconds', 2_000]]);
    expect((await run(JSON.stringify(upload(1)))).telemetry.measured).toEqual([]);
  });

  test.each([
    '', 'no JSON', 'null', '{}', JSON.stringify({ ...upload(1), size: '9' }), JSON.stringify({ ...upload(1), etag: '' }),
    JSON.stringify({ outbox: { ...outbox, event: undefined } }), JSON.stringify({ outbox: { ...outbox, event: { ...outbox.event, detail_type: 'Image Sold' } } }), JSON.stringify({ outbox: { ...outbox, metric: 'Sold' } }),
    JSON.stringify({ ...upload(1), attempt: 0 }), JSON.stringify({ ...upload(1), user_id: 'other' }), JSON.stringify({ ...upload(1), image_id: upload(2).image_id }), JSON.stringify({ ...upload(1), key: 'work/x' }),
  ])('rejects the body %p before anything is claimed', async (body) => {
    const { failure } = await run(body);
    expect(failure?.message).toContain('the message is neither an upload (user_id, image_id, key, size and etag) nor an event to publish (outbox)');
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('the name of an execution', () => {
  test('is the same for every report of the same bytes, and another for others', () => {
    expect(executionName(upload(1))).toBe(executionName({ ...upload(1), size: 1 }));
    expect(executionName(upload(1))).not.toBe(executionName({ ...upload(1), etag: 'other' }));
    expect(executionName(upload(1))).not.toBe(executionName(upload(2)));
  });

  test('is another for each try of the sweeper: the first one has run, and would be refused', () => {
    const names = [undefined, 1_767_312_000, 1_767_312_900].map((attempt) => executionName({ ...upload(1), attempt }));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,80}$/);
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

  // holds: threat.queue.poisoned-message
  test('reports the failed messages alone; the others are done', async () => {
    stepFunctions.on(StartExecutionCommand, { name: executionName(upload(2)) }).rejects(new Error('no answer'));
    expect(await batch([JSON.stringify(upload(1)), JSON.stringify(upload(2)), 'broken', JSON.stringify(upload(3))])).toEqual(['message-1', 'message-2']);
    expect(stepFunctions.calls()).toHaveLength(3);
  });

  test('whose messages all fail reports them all, without an error of the function', async () => {
    expect(await batch(['broken', 'broken'])).toEqual(['message-0', 'message-1']);
  });

  // holds: threat.queue.forged-message, threat.orchestrator.duplicate-event
  test('of five reports of one upload starts one workflow', async () => {
    const claimed = new Set<string>();
    dynamo.on(UpdateCommand, CLAIM).callsFake(({ Key }) => {
      if (claimed.has(Key.image_id)) throw refusedBy('processing');
      claimed.add(Key.image_id);
      return { Attributes: { status: 'pending' } };
    });
    expect(await batch(Array.from({ length: 5 }, () => JSON.stringify(upload(1))))).toEqual([]);
    expect(stepFunctions.calls()).toHaveLength(1);
  });
});
