import { at, JsonObject } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { MEDIA_TYPE_OF_FORMAT } from '../../src/contract/media-types';
import { definitionOf } from '../support/definition';

const states = definitionOf(synthesize(), 'Workflow').States as Record<string, JsonObject>;
const inner = at(states.SupersedeEach, 'ItemProcessor', 'States') as Record<string, JsonObject>;
const refused = ['DynamoDB.ConditionalCheckFailedException', 'ConditionalCheckFailedException'];
const isReprocessed = { Variable: '$.replaces', IsPresent: true };

describe('an image that is ready, and processed again', () => {
  test('is looked at first: a late message ends at once, and what was deleted is removed', () => {
    expect(states.FindCurrent.Parameters).toMatchObject({ ConsistentRead: true, ProjectionExpression: '#status,#updated_at,#renditions' });
    expect(states.IsCurrent).toEqual({
      Type: 'Choice',
      Choices: [
        { Variable: '$.current.Item', IsPresent: false, Next: 'RemoveOriginal' },
        {
          And: [
            { Variable: '$.current.Item.status.S', StringEquals: 'ready' },
            { Variable: '$.current.Item.updated_at.S', StringEqualsPath: '$.replaces' },
          ],
          Next: 'Validate',
        },
      ],
      Default: 'Superseded',
    });
  });

  test('gets its renditions in one write, where the row is as it was when it was sent', () => {
    expect(states.WasReady).toEqual({ Type: 'Choice', Choices: [{ ...isReprocessed, Next: 'ReplaceRenditions' }], Default: 'StoreMetadata' });
    const parameters = states.ReplaceRenditions.Parameters as JsonObject;
    expect(parameters.ConditionExpression)
      .toBe('(#status = :status AND #updated_at = :replaces) OR (#status = :status AND #ended_by = :ended_by)');
    expect(parameters.UpdateExpression).toMatch(/ REMOVE #reprocessing_since, #reprocessing_reason$/);
    const { ':from': _from, ...written } = at(states.StoreMetadata, 'Parameters', 'ExpressionAttributeValues') as JsonObject;
    expect(parameters.ExpressionAttributeValues).toEqual({ ...written, ':replaces': { 'S.$': '$.replaces' } });
    expect(at(states.ReplaceRenditions, 'Catch', 0)).toMatchObject({ ErrorEquals: refused, Next: 'FindRow' });
    expect(at(states.ReplaceRenditions, 'Catch', 1)).toMatchObject({ ErrorEquals: ['States.ALL'], Next: 'EndFailed' });
  });

  test('is told of before its old renditions are marked, and looked for last', () => {
    expect(['ReplaceRenditions', 'EmitReprocessed', 'CountReprocessed', 'NameOld', 'SupersedeEach'].map((name) => states[name].Next))
      .toEqual(['EmitReprocessed', 'CountReprocessed', 'NameOld', 'SupersedeEach', 'FindRow']);
    expect(at(states.EmitReprocessed, 'Parameters', 'Entries', 0)).toEqual({
      ...at(states.EmitReady, 'Parameters', 'Entries', 0) as JsonObject,
      Detail: { ...at(states.EmitReady, 'Parameters', 'Entries', 0, 'Detail') as JsonObject, reprocessed: true },
    });
    expect(at(states.CountReprocessed, 'Parameters', 'MetricData', 0, 'MetricName')).toBe('ImagesReprocessed');
  });

  test('keeps the objects that both lists name, and has every other one copied with the tag, as it was', () => {
    expect(states.NameOld.Parameters).toEqual({ 'renditions.$': 'States.StringToJson($.current.Item.renditions.S)', 'kept.$': '$.merged.lists[*][*].key' });
    expect(states.SupersedeEach).toMatchObject({
      ItemsPath: '$.old.renditions',
      ItemSelector: { 'kept.$': 'States.ArrayContains($.old.kept, $$.Map.Item.Value.key)' },
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.left', Next: 'FindRow' }],
    });
    expect(inner.IsKept).toMatchObject({ Choices: [{ Variable: '$.kept', BooleanEquals: true, Next: 'Kept' }], Default: 'Supersede' });
    expect(inner.Supersede.Parameters).toEqual({
      'Bucket': expect.stringContaining('OutputBucket'),
      'Key.$': '$.key',
      'CopySource.$': expect.stringMatching(/^States\.Format\('\{\}\/\{\}', '?.*OutputBucket.*, \$\.key\)$/),
      'MetadataDirective': 'REPLACE',
      'ContentType.$': "States.Format('image/{}', $.format)",
      'CacheControl': 'private, max-age=31536000, immutable',
      'TaggingDirective': 'REPLACE',
      'Tagging': 'superseded=true',
    });
    for (const [format, type] of Object.entries(MEDIA_TYPE_OF_FORMAT)) expect(type).toBe(`image/${format}`);
  });

  test.each([
    ['EndFailed', 'MarkFailed'], ['EndRejected', 'MarkRejected'],
  ])('is neither failed nor rejected, and keeps its original: %s', (choice, otherwise) => {
    expect(states[choice]).toEqual({ Type: 'Choice', Choices: [{ ...isReprocessed, Next: 'WhyKept' }], Default: otherwise });
  });

  test('has the reason in its row, where nothing else is touched, and is counted; a fault fails the execution', () => {
    expect(states.WhyKept).toEqual({ Type: 'Choice', Choices: [{ Variable: '$.rejection', IsPresent: true, Next: 'NoteRejection' }], Default: 'NoteFailure' });
    for (const [name, reason] of [['NoteRejection', { 'S.$': '$.rejection.reason' }], ['NoteFailure', { S: 'processing-failed' }]] as const) {
      expect(states[name]).toMatchObject({
        Parameters: {
          ConditionExpression: '(#status = :status AND #updated_at = :replaces)',
          UpdateExpression: 'SET #reprocessing_reason = :reason REMOVE #reprocessing_since',
          ExpressionAttributeValues: { ':status': { S: 'ready' }, ':replaces': { 'S.$': '$.replaces' }, ':reason': reason },
        },
        Next: 'CountKept',
      });
      expect(at(states[name], 'Catch', 0)).toMatchObject({ ErrorEquals: refused, Next: 'FindRow' });
    }
    expect(at(states.CountKept, 'Parameters', 'MetricData', 0, 'MetricName')).toBe('ReprocessingsFailed');
    expect(states.WasRejected).toMatchObject({ Choices: [{ Variable: '$.rejection', Next: 'KeptAsItWas' }], Default: 'ReprocessingFailed' });
    expect([states.KeptAsItWas.Type, states.ReprocessingFailed.Type]).toEqual(['Succeed', 'Fail']);
  });
});
