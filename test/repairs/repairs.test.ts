import aslValidator from 'asl-validator';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { at, JsonObject, text } from '../../projenrc/templates/json';
import { createStack, read, synthesize } from '../../projenrc/templates/synth';
import { ImageManagementSystem, WorkflowType } from '../../src';
import { MAX_CALLS } from '../../src/contract/repairs';
import { definitionOf } from '../support/definition';

const stack = synthesize({ workflowType: WorkflowType.EXPRESS });
const machine = stack.one('AWS::StepFunctions::StateMachine', 'Repairs');
const definition = definitionOf(stack, 'Repairs');
const states = definition.States as Record<string, JsonObject>;
const inner = at(states.EachPart, 'ItemProcessor', 'States') as Record<string, JsonObject>;

describe('the state machine of repairs', () => {
  test('is valid, and of the standard kind whatever the workflow is', () => {
    const { isValid, errorsText } = aslValidator(definition);
    expect([isValid, errorsText?.('\n') ?? '']).toEqual([true, '']);
    expect(machine.properties.StateMachineType).not.toBe('EXPRESS');
  });

  // holds: threat.operator.untraced-repair
  test('plans parts, works on four at a time, each an execution of its own, and reports', () => {
    expect([definition.StartAt, states.Plan.Next, states.EachPart.Next, states.Report.Next]).toEqual(['Plan', 'EachPart', 'Report', 'HasFailedParts']);
    expect(states.EachPart).toMatchObject({
      Type: 'Map',
      Label: 'Parts',
      ItemsPath: '$.plan.parts',
      MaxConcurrency: 4,
      ResultPath: '$.parts',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Work' },
    });
  });

  test('calls the function for a part until it is done, with a rest between', () => {
    expect([inner.Work.Next, inner.Rest.Next]).toEqual(['IsDone', 'Work']);
    expect(inner.IsDone).toMatchObject({ Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'PartDone' }], Default: 'Rest' });
    expect(inner.Rest).toMatchObject({ Type: 'Wait', SecondsPath: '$.wait_seconds' });
  });

  test('has room in the history of a part for all of its calls', () => {
    // Entered, scheduled, started, succeeded, exited; a choice and a rest of two each; and the first try of a call that failed.
    expect(MAX_CALLS * (5 + 2 + 2 + 3)).toBeLessThanOrEqual(25_000);
  });

  test('hands its function what the contract says, and nothing else', () => {
    expect(states.Plan.Parameters).toEqual({ 'task': 'plan', 'input.$': '$' });
    expect(inner.Work.Parameters).toEqual({ 'task': 'work', 'part.$': '$' });
    expect(states.Report.Parameters).toEqual({ 'task': 'report', 'parts.$': '$.parts' });
    for (const task of [states.Plan, inner.Work, states.Report]) {
      expect((task.Retry as JsonObject[]).at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
    }
  });

  test('goes on with the other parts where one breaks off, and then fails with the report of all', () => {
    expect(inner.Work.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'PartFailed' }]);
    expect(states.HasFailedParts).toMatchObject({ Choices: [{ Variable: '$.failed_parts', NumericGreaterThan: 0, Next: 'PartsFailed' }], Default: 'Repaired' });
    expect(states.PartsFailed).toMatchObject({ Type: 'Fail', CausePath: 'States.JsonToString($)' });
  });

  // holds: threat.operator.unauthorized-repair
  test('may call its function and start its own parts, no more', () => {
    const role = stack.one('AWS::IAM::Role', 'RepairsRole');
    const named = stack.statementsOf(role).filter(({ resources }) => !resources.includes('*')).map(({ actions, resources }) => [actions, resources]);
    expect(named).toEqual([
      [['lambda:InvokeFunction'], [`<${stack.functionNamed('repair').id}.Arn>`]],
      [['states:StartExecution'], [`<${machine.id}>`]],
      [['states:DescribeExecution', 'states:RedriveExecution', 'states:StopExecution'],
        [`arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine.id}.Name>/Parts:*`]],
    ]);
  });
});

describe('its function', () => {
  const statements = stack.statementsOf(stack.roleOf(stack.functionNamed('repair')));

  // holds: threat.operator.excess-repair
  test('reads and changes rows, lists originals, sends to the queue and empties dead-letter queues; it reads and writes no object', () => {
    const calls = statements.map(({ actions, resources }) => [actions, resources]).filter(([actions]) => /^(?:dynamodb|s3|sqs|states):/.test(actions[0]));
    expect(calls).toEqual([
      [['dynamodb:DescribeTable', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem'], [expect.stringMatching(/Table\w+\.Arn>$/)]],
      [['s3:ListBucket'], [expect.stringMatching(/InputBucket\w+\.Arn>$/)]],
      [['sqs:GetQueueAttributes', 'sqs:SendMessage'], [expect.stringMatching(/IngestionQueue\w+\.Arn>$/)]],
      [['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        [expect.stringMatching(/IngestionDeadLetterQueue\w+\.Arn>$/), expect.stringMatching(/EventDeadLetterQueue\w+\.Arn>$/)]],
    ]);
    expect(statements.find(({ actions }) => actions.includes('s3:ListBucket'))!.conditions).toEqual({ StringLike: { 's3:prefix': ['uploads/*'] } });
  });

  test('knows the settings that the image functions work by', () => {
    expect(stack.environmentOf('repair').IMAGE_SETTINGS).toEqual(stack.environmentOf('resize').IMAGE_SETTINGS);
  });
});

// holds: threat.operator.unauthorized-repair
test('grantRepair lets a principal start repairs and follow them to their reports, and nothing else', () => {
  const own = createStack();
  const role = new Role(own, 'Operator', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  const system = new ImageManagementSystem(own, 'Images');
  system.grantRepair(role).assertSuccess();
  const synthesized = read(own);
  expect(synthesized.statementsOf(synthesized.one('AWS::IAM::Role', 'Operator')).map(({ actions, resources }) => [actions, resources])).toEqual([
    [['states:StartExecution'], [expect.stringMatching(/^<ImagesRepairsStateMachine\w+>$/)]],
    [['states:DescribeExecution', 'states:ListMapRuns'], [expect.stringMatching(/:execution:.*ImagesRepairsStateMachine.*:\*$/)]],
    [['states:DescribeMapRun'], [expect.stringMatching(/:mapRun:.*ImagesRepairsStateMachine.*\/\*$/)]],
  ]);
  expect(text(own.resolve(system.repairStateMachine.stateMachineArn))).toMatch(/^<ImagesRepairsStateMachine\w+>$/);
});
