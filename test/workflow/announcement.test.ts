import { at, JsonObject } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { definitionOf } from '../support/definition';

const states = definitionOf(synthesize(), 'Workflow').States as Record<string, JsonObject>;
const caughtBy = (next: string) => [expect.objectContaining({ ErrorEquals: ['States.ALL'], Next: next })];

describe('an event', () => {
  test.each([
    ['EmitReady', 'Image Ready', { 'status': 'ready', 'updated_at.$': '$.stored.updated_at', 'reprocessed': false, 'pipeline.$': '$.resize.pipeline', 'renditions.$': '$.merged.lists[*][*]' }],
    ['EmitRejected', 'Image Rejected', { 'status': 'rejected', 'reason.$': '$.rejection.reason' }],
    ['EmitFailed', 'Image Failed', { status: 'failed', reason: 'processing-failed' }],
    ['EmitDeleted', 'Image Deleted', { status: 'deleted' }],
  ])('%s tells the event bus', (name, detailType, detail) => {
    expect(at(states[name], 'Parameters', 'Entries')).toEqual([{
      Source: 'image-management-system',
      DetailType: detailType,
      Detail: {
        'version': '1',
        'user_id.$': '$.user_id',
        'image_id.$': '$.image_id',
        'bucket': expect.stringContaining('OutputBucket'),
        ...detail,
      },
    }]);
    const owe = name.replace('Emit', 'Owe');
    expect(states[name].Catch).toEqual(caughtBy(owe));
    expect(states[owe]).toMatchObject({
      Resource: expect.stringMatching(/:states:::sqs:sendMessage$/),
      Parameters: {
        QueueUrl: expect.stringContaining('IngestionQueue'),
        DelaySeconds: 120,
        MessageBody: {
          'order': 'tell',
          'user_id.$': '$.user_id',
          'image_id.$': '$.image_id',
          // The very event that could not be sent.
          'event': { detail_type: detailType, detail: at(states[name], 'Parameters', 'Entries', 0, 'Detail') },
        },
      },
      Next: states[name].Next,
    });
    expect(states[owe].Catch).toEqual(caughtBy('Unfinished'));
    expect(states.Unfinished.Type).toBe('Fail');
  });

  test('sends an event late as it would have been sent, and puts it back, with a failed execution for the alarm, where it is not taken again', () => {
    expect(at(states.EmitLate, 'Parameters', 'Entries')).toEqual([{
      'Source': 'image-management-system', 'DetailType.$': '$.event.detail_type', 'Detail.$': '$.event.detail',
    }]);
    expect(states.EmitLate.Next).toBe('ToldLate');
    expect(states.ToldLate.Type).toBe('Succeed');
    expect(states.EmitLate.Catch).toEqual(caughtBy('OweStill'));
    expect(states.OweStill).toMatchObject({
      Parameters: {
        DelaySeconds: 120,
        MessageBody: { 'order': 'tell', 'user_id.$': '$.user_id', 'image_id.$': '$.image_id', 'event.$': '$.event' },
      },
      Next: 'StillUntold',
    });
    expect(states.StillUntold.Type).toBe('Fail');
    expect(states.OweStill.Catch).toEqual(caughtBy('Unfinished'));
  });
});
