import aslValidator from 'asl-validator';
import { at, Json, JsonObject } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { Watermark, WorkflowType } from '../../src';
import { definitionOf } from '../support/definition';

type States = Record<string, JsonObject>;

const marked = synthesize({ watermark: Watermark.text('© Example') });
const plain = synthesize();
const states = at(definitionOf(marked, 'Workflow'), 'States') as States;
const inner = at(states.WatermarkEach, 'ItemProcessor', 'States') as States;
const ofPrefix = at(states.RemoveEachPrefix, 'ItemProcessor', 'States') as States;
const ofObject = at(ofPrefix.RemoveEachObject, 'ItemProcessor', 'States') as States;
const tasks = Object.entries({ ...states, ...inner }).filter(([, state]) => state.Type === 'Task');

function catchers(state: JsonObject): { errors: Json; next: Json }[] {
  return (state.Catch as JsonObject[] ?? []).map(({ ErrorEquals, Next }) => ({ errors: ErrorEquals, next: Next }));
}

describe('the workflow', () => {
  test.each([
    ['with a watermark', marked],
    ['without one', plain],
    ['of the standard kind', synthesize({ workflowType: WorkflowType.STANDARD })],
  ])('%s is valid', (_name, stack) => {
    const { isValid, errorsText } = aslValidator(definitionOf(stack, 'Workflow'));
    expect([isValid, errorsText?.('\n') ?? '']).toEqual([true, '']);
  });

  test('is written in JSONPath', () => {
    expect(JSON.stringify(definitionOf(marked, 'Workflow'))).not.toMatch(/QueryLanguage|\{%/);
  });

  test('skips the watermark where none is configured, and has no such function', () => {
    expect(Object.keys(at(definitionOf(plain, 'Workflow'), 'States') as States).filter((name) => name.includes('Watermark'))).toEqual([]);
    expect(plain.functions().map(({ name }) => name)).not.toContain('watermark');
    expect(marked.functions().map(({ name }) => name)).toContain('watermark');
  });

  test('hands each function what its contract says, and nothing else', () => {
    expect(states.Validate.Parameters).toEqual({ 'upload.$': '$' });
    expect(states.Resize.Parameters).toEqual({ 'upload.$': '$' });
    expect(states.WatermarkEach.ItemSelector).toEqual({ 'upload.$': '$', 'task.$': '$$.Map.Item.Value' });
    expect(inner.Watermark.Parameters).toEqual({ 'upload.$': '$.upload', 'task.$': '$.task' });
  });

  test('runs through its states in order', () => {
    const path = ['Validate'];
    const next = (name: string): Json => states[name].Next ?? at(states[name], 'Choices', 0, 'Next');
    while (next(path.at(-1)!) !== undefined && path.length < 20) {
      const follow = ['IsWatermarked', 'WasReady'].includes(path.at(-1)!) ? states[path.at(-1)!].Default : next(path.at(-1)!);
      path.push(String(follow));
    }
    expect(path).toEqual(['Validate', 'IsValid', 'Resize', 'IsResized', 'WatermarkEach', 'Merge', 'IsWatermarked', 'WasReady', 'StoreMetadata', 'EmitReady', 'CountReady', 'Ready']);
  });

  test('reads a verdict: goes on, ends an image whose original is gone, and takes anything else for a rejection', () => {
    for (const [choice, verdict, reject] of [['IsValid', '$.validation', 'RejectByValidation'], ['IsResized', '$.resize', 'RejectByResize']]) {
      expect(states[choice].Choices).toEqual([
        expect.objectContaining({ Variable: `${verdict}.outcome`, StringEquals: 'accepted' }),
        { Variable: `${verdict}.outcome`, StringEquals: 'missing', Next: 'EndFailed' },
      ]);
      expect(states[choice].Default).toBe(reject);
      expect(states[reject]).toMatchObject({ Parameters: { 'reason.$': `${verdict}.reason` }, ResultPath: '$.rejection', Next: 'EndRejected' });
    }
  });

  test('stores a rejection before it removes the original, and tells of it last', () => {
    expect(['MarkRejected', 'DeleteOriginal', 'EmitRejected', 'CountRejected'].map((name) => states[name].Next))
      .toEqual(['DeleteOriginal', 'EmitRejected', 'CountRejected', 'Rejected']);
    expect(states.DeleteOriginal.Parameters).toEqual({ 'Bucket': expect.stringContaining('InputBucket'), 'Key.$': '$.key' });
  });

  test.each(tasks)('%s is tried again, and its failure is caught', (_name, state) => {
    expect((state.Retry as JsonObject[]).at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
    expect(catchers(state).at(-1)).toMatchObject({ errors: ['States.ALL'] });
  });

  test.each(['Validate', 'Resize'])('%s is tried once more where it was stopped, and three times where it failed early', (name) => {
    const retriers = states[name].Retry as JsonObject[];
    expect(retriers.slice(-2)).toEqual([
      expect.objectContaining({ ErrorEquals: expect.arrayContaining(['Sandbox.Timedout', 'States.Timeout']), MaxAttempts: 1 }),
      expect.objectContaining({ ErrorEquals: ['States.ALL'], MaxAttempts: 3, IntervalSeconds: 2, BackoffRate: 2 }),
    ]);
  });

  test('ends an image as failed when a step of its processing fails', () => {
    for (const name of ['Validate', 'Resize', 'StoreMetadata', 'MarkRejected']) expect([name, catchers(states[name]).at(-1)!.next]).toEqual([name, 'EndFailed']);
    expect([states.EndFailed.Default, states.EndRejected.Default]).toEqual(['MarkFailed', 'MarkRejected']);
    expect(['MarkFailed', 'EmitFailed', 'CountFailed'].map((name) => states[name].Next)).toEqual(['EmitFailed', 'CountFailed', 'Failed']);
    expect(states.Failed.Type).toBe('Fail');
  });

  test('ends an image as failed when one watermark fails or finds its working file gone', () => {
    expect(catchers(inner.Watermark)).toEqual([{ errors: ['States.ALL'], next: 'WatermarkFailed' }]);
    expect(at(inner.WatermarkFailed, 'Result', 'outcome')).toBe('failed');
    expect(at(states.Merge, 'Parameters', 'failed.$')).toBe("States.ArrayContains($.watermark[*].outcome, 'failed')");
    expect(at(states.Merge, 'Parameters', 'missing.$')).toBe("States.ArrayContains($.watermark[*].outcome, 'missing')");
    const lacking = ['failed', 'missing'].map((outcome) => ({ Variable: `$.merged.${outcome}`, BooleanEquals: true }));
    expect(states.IsWatermarked.Choices).toEqual([{ Or: lacking, Next: 'EndFailed' }]);
  });

  test.each(['StoreMetadata', 'MarkRejected', 'MarkFailed'])('%s moves an image out of processing alone, and yields to whoever came first', (name) => {
    expect(at(states[name], 'Parameters', 'ConditionExpression')).toBe('#status = :from OR (#status = :status AND #ended_by = :ended_by)');
    expect(at(states[name], 'Parameters', 'ExpressionAttributeValues', ':from')).toEqual({ S: 'processing' });
    const refused = ['DynamoDB.ConditionalCheckFailedException', 'ConditionalCheckFailedException'];
    expect(states[name].Retry).toContainEqual({ ErrorEquals: refused, MaxAttempts: 0 });
    expect(catchers(states[name])[0]).toEqual({ errors: refused, next: 'FindRow' });
  });

  test.each(['StoreMetadata', 'MarkRejected', 'MarkFailed'])('%s takes what its own execution wrote for its own, so that a lost answer loses no event', (name) => {
    const written = at(states[name], 'Parameters', 'ExpressionAttributeValues', ':ended_by');
    expect(written).toEqual({ 'S.$': '$$.Execution.Id' });
    expect(at(states[name], 'Parameters', 'UpdateExpression')).toContain('#ended_by = :ended_by');
  });

  test('obeys an order: ends an image that is given up, tells of one that was deleted, sends an event late, and processes every other', () => {
    const start = String(definitionOf(marked, 'Workflow').StartAt);
    const says = (order: string) => [{ Variable: '$.order', IsPresent: true }, { Variable: '$.order', StringEquals: order }];
    expect(states[start]).toEqual({
      Type: 'Choice',
      Choices: [
        { And: says('give-up'), Next: 'EndFailed' },
        { And: says('announce-deletion'), Next: 'EmitDeleted' },
        { And: says('tell'), Next: 'EmitLate' },
        { Variable: '$.replaces', IsPresent: true, Next: 'FindCurrent' },
      ],
      Default: 'Validate',
    });
    expect(['EmitDeleted', 'CountDeleted'].map((name) => states[name].Next)).toEqual(['CountDeleted', 'DeletionTold']);
    expect(states.DeletionTold.Type).toBe('Succeed');
  });

  test('leaves an image alone that somebody else ended', () => {
    expect(states.FindRow.Parameters).toMatchObject({ Key: { user_id: { 'S.$': '$.user_id' }, image_id: { 'S.$': '$.image_id' } }, ConsistentRead: true });
    expect(states.FindRow).toMatchObject({ ResultPath: '$.found', Next: 'IsDeleted' });
    expect((states.IsDeleted.Choices as JsonObject[]).slice(0, 2)).toEqual([
      { Variable: '$.found.Item', IsPresent: false, Next: 'RemoveOriginal' },
      { Variable: '$.left', IsPresent: true, Next: 'Unfinished' },
    ]);
    expect(states.IsDeleted.Default).toBe('Superseded');
    expect(states.Superseded.Type).toBe('Succeed');
  });

  test.each([['ready', 'FoundReady', 'EmitReady'], ['rejected', 'FoundRejected', 'DeleteOriginal']])('goes on where it had ended its image as %s itself, and no try of that was answered', (status, found, next) => {
    expect(states.IsDeleted.Choices).toContainEqual({
      And: [
        // A run for new renditions comes here when all is done.
        { Not: { Variable: '$.replaces', IsPresent: true } },
        { Variable: '$.found.Item.ended_by', IsPresent: true },
        { Variable: '$.found.Item.ended_by.S', StringEqualsPath: '$$.Execution.Id' },
        { Variable: '$.found.Item.status.S', StringEquals: status },
      ],
      Next: found,
    });
    // As the transition would have answered.
    expect(states[found]).toEqual({ Type: 'Pass', Parameters: { 'updated_at.$': '$.found.Item.updated_at.S' }, ResultPath: '$.stored', Next: next });
    expect(states.FindRow.Parameters).toMatchObject({
      ProjectionExpression: 'image_id,#status,ended_by,updated_at', ExpressionAttributeNames: { '#status': 'status' },
    });
  });

  test('removes the original and both prefixes of an image that was deleted, tells nobody, and succeeds', () => {
    expect(['RemoveOriginal', 'NamePrefixes', 'RemoveEachPrefix'].map((name) => states[name].Next)).toEqual(['NamePrefixes', 'RemoveEachPrefix', 'Deleted']);
    expect(states.Deleted.Type).toBe('Succeed');
    expect(states.RemoveOriginal.Parameters).toEqual({ 'Bucket': expect.stringContaining('InputBucket'), 'Key.$': '$.key' });
    expect(at(states.NamePrefixes, 'Parameters', 'prefixes.$'))
      .toBe("States.Array(States.Format('images/{}/{}/', $.user_id, $.image_id), States.Format('work/{}/{}/', $.user_id, $.image_id))");
    expect(states.RemoveEachPrefix).toMatchObject({ ItemsPath: '$.leftovers.prefixes', ItemSelector: { 'prefix.$': '$$.Map.Item.Value' } });
    expect(ofPrefix.ListObjects.Parameters).toEqual({ 'Bucket': expect.stringContaining('OutputBucket'), 'Prefix.$': '$.prefix' });
    expect(ofPrefix.HasObjects).toMatchObject({ Choices: [{ Variable: '$.listing.Contents[0]', IsPresent: true, Next: 'RemoveEachObject' }], Default: 'NothingLeft' });
    expect(ofPrefix.RemoveEachObject).toMatchObject({ ItemsPath: '$.listing.Contents', ItemSelector: { 'key.$': '$$.Map.Item.Value.Key' }, End: true });
    expect(ofObject.RemoveObject.Parameters).toEqual({ 'Bucket': expect.stringContaining('OutputBucket'), 'Key.$': '$.key' });
  });

  test('fails where objects of a deleted image stay, after its tries', () => {
    for (const task of [ofPrefix.ListObjects, ofObject.RemoveObject]) expect(at(task, 'Retry', 0, 'ErrorEquals')).toEqual(['States.ALL']);
    for (const name of ['FindRow', 'RemoveOriginal', 'RemoveEachPrefix']) expect(catchers(states[name])).toEqual([{ errors: ['States.ALL'], next: 'Unfinished' }]);
  });

  test.each(['StoreMetadata', 'MarkRejected', 'MarkFailed'])('%s names every attribute by a placeholder, and takes the row out of the index', (name) => {
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = states[name].Parameters as JsonObject;
    expect(UpdateExpression).toMatch(/ REMOVE #unfinished, #claimed_by, #retries$/);
    const [, assigned] = /^SET (.*) REMOVE/.exec(String(UpdateExpression))!;
    for (const assignment of assigned.split(', ')) expect(assignment).toMatch(/^#(\w+) = :\1$/);
    const used = new Set(String(UpdateExpression).concat(' #status').match(/#\w+/g));
    expect(new Set(Object.keys(ExpressionAttributeNames as JsonObject))).toEqual(used);
    const values = new Set(String(UpdateExpression).concat(' :from').match(/:\w+/g));
    expect(new Set(Object.keys(ExpressionAttributeValues as JsonObject))).toEqual(values);
  });

  test('writes all that is known of a ready image, numbers as DynamoDB takes them', () => {
    expect(at(states.StoreMetadata, 'Parameters', 'ExpressionAttributeValues')).toEqual({
      ':from': { S: 'processing' },
      ':status': { S: 'ready' },
      ':updated_at': { 'S.$': '$$.State.EnteredTime' },
      ':ended_by': { 'S.$': '$$.Execution.Id' },
      ':width': { 'N.$': "States.Format('{}', $.resize.width)" },
      ':height': { 'N.$': "States.Format('{}', $.resize.height)" },
      ':size': { 'N.$': "States.Format('{}', $.resize.size)" },
      ':content_type': { 'S.$': '$.resize.type' },
      ':sha256': { 'S.$': '$.resize.sha256' },
      ':placeholder': { 'S.$': '$.resize.placeholder' },
      ':dominant_color': { 'S.$': '$.resize.dominant_color' },
      ':pipeline': { 'S.$': '$.resize.pipeline' },
      ':renditions': { 'S.$': 'States.JsonToString($.merged.lists[*][*])' },
    });
  });

  test('writes the reason of a rejection and of a failure', () => {
    expect(at(states.MarkRejected, 'Parameters', 'ExpressionAttributeValues', ':reason')).toEqual({ 'S.$': '$.rejection.reason' });
    expect(at(states.MarkFailed, 'Parameters', 'ExpressionAttributeValues', ':reason')).toEqual({ S: 'processing-failed' });
  });

  test('ends the same whether or not an image could be counted', () => {
    for (const [count, end] of [['CountReady', 'Ready'], ['CountRejected', 'Rejected'], ['CountFailed', 'Failed'], ['CountDeleted', 'DeletionTold']]) {
      expect([states[count].Next, catchers(states[count])[0].next]).toEqual([end, end]);
    }
  });
});
