import aslValidator from 'asl-validator';
import { at, Json, JsonObject } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { Moderation, Watermark, WorkflowType } from '../../src';
import { definitionOf } from '../support/definition';

type States = Record<string, JsonObject>;

const marked = synthesize({ watermark: Watermark.text('© Example') });
const plain = synthesize();
const states = definitionOf(marked, 'Workflow').States as States;
const inner = at(states.WatermarkEach, 'ItemProcessor', 'States') as States;
const publication = definitionOf(marked, 'Publication').States as States;

function catchers(state: JsonObject): { errors: Json; next: Json }[] {
  return (state.Catch as JsonObject[] ?? []).map(({ ErrorEquals, Next }) => ({ errors: ErrorEquals, next: Next }));
}

/** States of a definition, those inside of its maps included. */
function countStates(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, item]) => sum + (name === 'States' ? Object.keys(item as object).length : 0) + countStates(item as Json), 0);
}

describe.each([
  ['with a watermark', marked],
  ['without one', plain],
  ['of the standard kind', synthesize({ workflowType: WorkflowType.STANDARD })],
  ['with moderation', synthesize({ moderation: [Moderation.rekognition({ labels: ['Violence'] })] })],
])('a workflow %s', (_name, stack) => {
  test.each(['Workflow', 'Publication'])('%s is valid', (part) => {
    const { isValid, errorsText } = aslValidator(definitionOf(stack, part));
    expect([isValid, errorsText?.('\n') ?? '']).toEqual([true, '']);
  });

  test('is written in JSONPath, without a double wildcard', () => {
    const text = JSON.stringify([definitionOf(stack, 'Workflow'), definitionOf(stack, 'Publication')]);
    expect(text).not.toMatch(/QueryLanguage|\{%/);
    expect(text).not.toMatch(/\[\*\][^"]*\[\*\]/);
  });
});

describe('the workflow', () => {
  test('has at most 20 states', () => {
    expect(countStates(definitionOf(plain, 'Workflow'))).toBeLessThanOrEqual(20);
    expect(countStates(definitionOf(marked, 'Workflow'))).toBeLessThanOrEqual(20);
  });

  test('skips the watermark if none is configured, and has no such function', () => {
    expect(Object.keys(definitionOf(plain, 'Workflow').States as States).filter((name) => name.includes('Watermark'))).toEqual([]);
    expect(plain.functions().map(({ name }) => name)).not.toContain('watermark');
    expect(marked.functions().map(({ name }) => name)).toContain('watermark');
  });

  // holds: threat.workflow.data-in-history
  test('passes each function what its contract says, and nothing else', () => {
    expect(states.Validate.Parameters).toEqual({ 'upload.$': '$' });
    expect(states.Resize.Parameters).toEqual({ 'upload.$': '$' });
    expect(states.WatermarkEach.ItemSelector).toEqual({ 'upload.$': '$', 'task.$': '$$.Map.Item.Value' });
    expect(inner.Watermark.Parameters).toEqual({ 'upload.$': '$.upload', 'task.$': '$.task' });
    expect(states.RecordOutcome.Parameters).toEqual({ 'task': 'record', 'execution_id.$': '$$.Execution.Id', 'run.$': '$' });
    expect(states.SupersedeRenditions.Parameters).toEqual({ 'task': 'supersede', 'execution_id.$': '$$.Execution.Id', 'run.$': '$' });
  });

  test('runs through its states in order', () => {
    const path = [String(definitionOf(marked, 'Workflow').StartAt)];
    const next = ({ Type, Next, Choices, Default }: JsonObject, name: string): Json | undefined => {
      if (Type !== 'Choice') return Next;
      return name === 'HasSupersededRenditions' ? Default : at(Choices, 0, 'Next');
    };
    const following = () => next(states[path.at(-1)!], path.at(-1)!);
    while (following() !== undefined && path.length < 20) path.push(String(following()));
    expect(path).toEqual([
      'Validate', 'IsValid', 'Resize', 'IsResized', 'WatermarkEach', 'RecordOutcome', 'HasEvent', 'PublishEvent', 'CountImage', 'HasSupersededRenditions', 'Ended',
    ]);
  });

  test.each([['IsValid', '$.validation'], ['IsResized', '$.resize']])('%s reads a verdict: anything but an accepted image goes to its end', (choice, verdict) => {
    expect(states[choice].Choices).toEqual([expect.objectContaining({ Variable: `${verdict}.outcome`, StringEquals: 'accepted' })]);
    expect(states[choice].Default).toBe('RecordOutcome');
  });

  // holds: threat.workflow.failed-step
  test.each(['Validate', 'Resize'])('%s gets one retry after it was stopped, three after it threw, and then ends the image', (name) => {
    const retriers = states[name].Retry as JsonObject[];
    expect(retriers.slice(-2)).toEqual([
      expect.objectContaining({ ErrorEquals: expect.arrayContaining(['Sandbox.Timedout', 'States.Timeout']), MaxAttempts: 1 }),
      expect.objectContaining({ ErrorEquals: ['States.ALL'], MaxAttempts: 3, IntervalSeconds: 2, BackoffRate: 2 }),
    ]);
    expect(states[name].Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'RecordOutcome' }]);
  });

  test('passes on that a watermark failed as a result: a catch cannot lead out of the map', () => {
    expect(catchers(inner.Watermark)).toEqual([{ errors: ['States.ALL'], next: 'WatermarkFailed' }]);
    expect(at(inner.WatermarkFailed, 'Result', 'outcome')).toBe('failed');
  });

  test('ends as failed for a fault, and tags superseded renditions last', () => {
    expect(states.HasSupersededRenditions).toEqual({
      Type: 'Choice',
      Choices: [
        { Variable: '$.recorded.superseded', IsPresent: true, Next: 'SupersedeRenditions' },
        { Variable: '$.recorded.failed', BooleanEquals: true, Next: 'Failed' },
      ],
      Default: 'Ended',
    });
    expect([states.Failed.Type, states.Ended.Type, states.SupersedeRenditions.Next]).toEqual(['Fail', 'Succeed', 'Ended']);
    expect(states[String(catchers(states.SupersedeRenditions)[0].next)].Type).toBe('Fail');
  });
});

describe.each([
  ['the workflow', states, 'HasSupersededRenditions', 'HasSupersededRenditions'],
  ['the publication', publication, 'Published', 'NotPublished'],
])('in %s', (_name, own, published, queued) => {
  test('an outcome is recorded first, with retries; if that fails, the execution does', () => {
    expect(own.RecordOutcome).toMatchObject({ ResultPath: '$.recorded', Next: 'HasEvent' });
    expect(own.RecordOutcome.Retry).toEqual(states.Resize.Retry);
    expect(catchers(own.RecordOutcome)).toEqual([{ errors: ['States.ALL'], next: 'Unfinished' }]);
    expect(own.Unfinished.Type).toBe('Fail');
  });

  test('an event is published and counted; without one, a metric may be counted', () => {
    expect(own.HasEvent).toEqual({
      Type: 'Choice',
      Choices: [
        { Variable: '$.recorded.event', IsPresent: true, Next: 'PublishEvent' },
        { Variable: '$.recorded.metric', IsPresent: true, Next: 'CountImage' },
      ],
      Default: published,
    });
    expect(at(own.PublishEvent, 'Parameters', 'Entries')).toEqual([{
      'Source': 'image-management-system', 'DetailType.$': '$.recorded.event.detail_type', 'Detail.$': '$.recorded.event.detail',
    }]);
    expect(own.PublishEvent).toMatchObject({ Next: 'CountImage', Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 6, JitterStrategy: 'FULL' }] });
    expect(at(own.CountImage, 'Parameters', 'MetricData', 0, 'MetricName.$')).toBe('$.recorded.metric');
    // A lost count is no reason to end otherwise.
    expect([own.CountImage.Next, catchers(own.CountImage)]).toEqual([published, [{ errors: ['States.ALL'], next: published }]]);
  });

  test('an event that EventBridge does not accept waits in the queue, with its metric', () => {
    expect(catchers(own.PublishEvent)).toEqual([{ errors: ['States.ALL'], next: 'QueueEvent' }]);
    expect(own.QueueEvent).toMatchObject({
      Resource: expect.stringMatching(/:states:::sqs:sendMessage$/),
      Parameters: {
        QueueUrl: expect.stringContaining('IngestionQueue'),
        DelaySeconds: 120,
        MessageBody: { outbox: { 'event.$': '$.recorded.event', 'metric.$': '$.recorded.metric' } },
      },
      Next: queued,
    });
    expect(catchers(own.QueueEvent)).toEqual([{ errors: ['States.ALL'], next: 'Unfinished' }]);
  });
});

describe('the publication', () => {
  test('publishes what is recorded, and records what is not', () => {
    expect(publication[String(definitionOf(marked, 'Publication').StartAt)]).toEqual({
      Type: 'Choice', Choices: [{ Variable: '$.recorded', IsPresent: true, Next: 'HasEvent' }], Default: 'RecordOutcome',
    });
  });

  test('fails while EventBridge accepts no event, so that an alarm goes off', () => {
    expect([publication.NotPublished.Type, publication.Published.Type]).toEqual(['Fail', 'Succeed']);
  });
});
