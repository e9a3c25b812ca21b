import { at, Json, JsonObject, list, text } from '../projenrc/templates/json';
import { Synthesized, synthesize } from '../projenrc/templates/synth';
import { VARIANTS } from '../projenrc/templates/variants';

/** docs/architecture.md has a table of the hops: here the template is held to it. */

/** A schedule comes again anyway: its next time is the retry, and an alarm tells of three that failed. */
const SCHEDULED = ['sweeper'];
/** API Gateway calls these and answers 5xx; their callers try again. */
const ANSWERING = ['auth-handler', 'upload-handler', 'image-retrieval'];

describe.each(Object.entries(VARIANTS))('every hop of a system %s', (_name, props) => {
  let stack: Synthesized;
  beforeAll(() => { stack = synthesize(props()); });

  const isDeadLetterQueue = (arn: Json) => /^<\w*DeadLetterQueue\w*\.Arn>$/.test(text(arn));
  const functionNameAt = (reference: Json) => stack.functions().find(({ resource }) => text(reference).replace(/[<>]|\.Arn/g, '') === resource.id)?.name ?? '';

  test('that EventBridge delivers to is tried again for hours, and ends in a dead-letter queue', () => {
    const targets = stack.ofType('AWS::Events::Rule').flatMap(({ properties }) => list(properties.Targets).map((target) => ({ properties, target })));
    expect(targets).toHaveLength(2);
    for (const { properties, target } of targets) {
      if (properties.ScheduleExpression !== undefined) {
        expect(SCHEDULED).toContain(functionNameAt(at(target, 'Arn')));
        continue;
      }
      expect(Number(at(target, 'RetryPolicy', 'MaximumRetryAttempts'))).toBeGreaterThan(0);
      expect(isDeadLetterQueue(at(target, 'DeadLetterConfig', 'Arn'))).toBe(true);
    }
  });

  test('that calls a function asynchronously is tried twice again, and ends in a dead-letter queue', () => {
    const invoked = stack.ofType('AWS::Events::Rule').flatMap(({ properties }) => list(properties.Targets).map((target) => functionNameAt(at(target, 'Arn'))));
    expect(invoked.sort()).toEqual(['s3-event-handler', 'sweeper']);
    const configs = stack.ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => ({ name: functionNameAt(properties.FunctionName), properties }));
    expect(configs.map(({ name }) => name).sort()).toEqual(invoked.sort());
    for (const { properties } of configs.filter(({ name }) => !SCHEDULED.includes(name))) {
      expect(properties.MaximumRetryAttempts).toBe(2);
      expect(isDeadLetterQueue(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'))).toBe(true);
    }
  });

  test('that reads a queue or a stream answers for each record, and ends in a dead-letter queue', () => {
    const mappings = stack.ofType('AWS::Lambda::EventSourceMapping');
    expect(mappings.map(({ properties }) => functionNameAt(properties.FunctionName)).sort()).toEqual(['deletion-announcer', 'orchestrator']);
    for (const { properties } of mappings) {
      expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const queue = stack.ofType('AWS::SQS::Queue').find(({ id }) => text(properties.EventSourceArn) === `<${id}.Arn>`);
      const end = queue ? at(queue.properties, 'RedrivePolicy', 'deadLetterTargetArn') : at(properties, 'DestinationConfig', 'OnFailure', 'Destination');
      expect(isDeadLetterQueue(end)).toBe(true);
      // A source that is tried for ever would hold up what comes behind a record that always fails.
      const limit = queue ? at(queue.properties, 'RedrivePolicy', 'maxReceiveCount') : properties.MaximumRecordAgeInSeconds;
      expect(Number(limit)).toBeGreaterThan(0);
    }
  });

  test('is one of these, or a call that somebody waits for', () => {
    const reached = [
      ...stack.ofType('AWS::Events::Rule').flatMap(({ properties }) => list(properties.Targets).map((target) => functionNameAt(at(target, 'Arn')))),
      ...stack.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => functionNameAt(properties.FunctionName)),
      ...tasksOf(stack).flatMap(({ state }) => functionNameAt(state.Resource)),
      ...ANSWERING,
    ].filter((name) => name !== '');
    expect([...new Set(reached)].sort()).toEqual(stack.functions().map(({ name }) => name).sort());
  });

  test('of a workflow is tried again with full jitter', () => {
    const tasks = tasksOf(stack);
    expect(tasks.length).toBeGreaterThan(10);
    for (const { name, state } of tasks) {
      const retriers = list(state.Retry).filter((retrier) => at(retrier, 'MaxAttempts') !== 0);
      expect([name, retriers.length > 0]).toEqual([name, true]);
      for (const retrier of retriers) expect([name, at(retrier, 'JitterStrategy')]).toEqual([name, 'FULL']);
    }
  });

  test('of the workflow of images is caught in the end, in its place or around it', () => {
    for (const { name, state, caught } of tasksOf(stack).filter(({ machine }) => machine.includes('Workflow'))) {
      expect([name, caught || list(state.Catch).length > 0]).toEqual([name, true]);
    }
  });
});

interface Task {
  readonly machine: string;
  readonly name: string;
  readonly state: JsonObject;
  /** Whether a map around it has a catch. */
  readonly caught: boolean;
}

function tasksOf(stack: Synthesized): Task[] {
  return stack.ofType('AWS::StepFunctions::StateMachine').flatMap(({ id, properties }) => {
    const { States } = JSON.parse(text(properties.DefinitionString)) as { States: Record<string, JsonObject> };
    return tasksIn(id, States, false);
  });
}

function tasksIn(machine: string, states: Record<string, JsonObject>, caught: boolean): Task[] {
  return Object.entries(states).flatMap(([name, state]) => {
    if (state.Type === 'Task') return [{ machine, name, state, caught }];
    const inner = at(state, 'ItemProcessor', 'States') as Record<string, JsonObject> | undefined;
    return inner ? tasksIn(machine, inner, caught || list(state.Catch).length > 0) : [];
  });
}
