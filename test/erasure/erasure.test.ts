import aslValidator from 'asl-validator';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { at, JsonObject, text } from '../../projenrc/templates/json';
import { createStack, read, synthesize } from '../../projenrc/templates/synth';
import { ImageManagementSystem, WorkflowType } from '../../src';

const stack = synthesize({ workflowType: WorkflowType.EXPRESS });
const machine = stack.one('AWS::StepFunctions::StateMachine', 'Erasure');
const definition = JSON.parse(text(machine.properties.DefinitionString)
  .replaceAll('<AWS::Partition>', 'aws')
  .replaceAll(/<(\w+)\.Arn>/g, 'arn:aws:lambda:eu-central-1:111111111111:function:$1')) as JsonObject;
const states = definition.States as Record<string, JsonObject>;

describe('the state machine that erases a user', () => {
  test('is valid, and of the standard kind whatever the workflow is', () => {
    const { isValid, errorsText } = aslValidator(definition);
    expect([isValid, errorsText?.('\n') ?? '']).toEqual([true, '']);
    expect(machine.properties.StateMachineType).not.toBe('EXPRESS');
  });

  test('refuses grants, deletes the account, awaits the grants that had begun, and removes part by part', () => {
    expect(definition.StartAt).toBe('RefuseGrants');
    expect(['RefuseGrants', 'DeleteAccount', 'NoteAccount', 'AwaitLastGrants', 'RemovePart'].map((name) => states[name].Next))
      .toEqual(['DeleteAccount', 'NoteAccount', 'AwaitLastGrants', 'RemovePart', 'IsErased']);
    expect(states.IsErased).toMatchObject({ Choices: [{ Variable: '$.erasure.status', StringEquals: 'erased', Next: 'Erased' }], Default: 'RemovePart' });
  });

  test('answers with the receipt', () => {
    expect(states.RemovePart.ResultPath).toBe('$.erasure');
    expect(states.Erased).toMatchObject({ Type: 'Succeed', OutputPath: '$.erasure' });
  });

  test('hands its function what the contract says, and nothing else', () => {
    for (const [name, task] of [['RefuseGrants', 'refuse-grants'], ['NoteAccount', 'note-account'], ['RemovePart', 'remove-part']]) {
      expect(states[name].Parameters).toEqual({ task, 'user_id.$': '$.user_id' });
    }
  });

  test('names the account by the user\'s id, and takes one that is gone for done', () => {
    expect(states.DeleteAccount).toMatchObject({
      Resource: 'arn:aws:states:::aws-sdk:cognitoidentityprovider:adminDeleteUser',
      Parameters: { 'UserPoolId': expect.stringContaining('UserPool'), 'Username.$': '$.user_id' },
    });
    const gone = ['CognitoIdentityProvider.UserNotFoundException', 'UserNotFoundException'];
    expect(at(states.DeleteAccount, 'Retry', 0)).toMatchObject({ ErrorEquals: gone, MaxAttempts: 0 });
    expect(states.DeleteAccount.Catch).toEqual([{ ErrorEquals: gone, ResultPath: null, Next: 'AwaitLastGrants' }]);
  });

  test('waits longer than a grant takes that began before grants were refused', () => {
    expect(states.AwaitLastGrants.Seconds).toBeGreaterThan(Number(stack.functionNamed('upload-handler').properties.Timeout));
  });

  test.each(['RefuseGrants', 'DeleteAccount', 'NoteAccount', 'RemovePart'])('tries %s again', (name) => {
    expect((states[name].Retry as JsonObject[]).at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
  });

  test('may call its function and delete accounts of this pool, no more', () => {
    const role = stack.one('AWS::IAM::Role', 'ErasureRole');
    expect(stack.statementsOf(role).filter(({ resources }) => !resources.includes('*')).map(({ actions, resources }) => [actions, resources])).toEqual([
      [['lambda:InvokeFunction'], [`<${stack.functionNamed('erase-user').id}.Arn>`]],
      [['cognito-idp:AdminDeleteUser'], [`<${stack.one('AWS::Cognito::UserPool').id}.Arn>`]],
    ]);
  });
});

describe('its function', () => {
  const statements = stack.statementsOf(stack.roleOf(stack.functionNamed('erase-user')));

  // holds: threat.operator.incomplete-erasure
  test('deletes and lists, reads no object, and updates no row of an image', () => {
    const calls = statements.filter(({ resources }) => !resources.includes('*')).flatMap(({ actions }) => actions).filter((action) => /^(?:s3|dynamodb):/.test(action));
    expect([...new Set(calls)].sort()).toEqual(['dynamodb:DeleteItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 's3:DeleteObject', 's3:ListBucket']);
    expect(statements.find(({ actions }) => actions.includes('dynamodb:UpdateItem'))!.conditions).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['quota#*'] } });
    expect(statements.filter(({ actions }) => actions.includes('s3:ListBucket')).map(({ conditions }) => conditions)).toEqual([
      { StringLike: { 's3:prefix': ['uploads/*'] } }, { StringLike: { 's3:prefix': ['images/*', 'work/*'] } },
    ]);
  });

  test('knows its stores, and no more', () => {
    const names = Object.keys(stack.environmentOf('erase-user')).filter((name) => !/^(?:POWERTOOLS|SYSTEM)/.test(name)).sort();
    expect(names).toEqual(['INPUT_BUCKET', 'OUTPUT_BUCKET', 'TABLE_NAME']);
  });
});

// holds: threat.operator.unauthorized-erasure
test('grantEraseUser lets a principal start erasures and read their receipts, and nothing else', () => {
  const own = createStack();
  const role = new Role(own, 'Support', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  const system = new ImageManagementSystem(own, 'Images');
  system.grantEraseUser(role).assertSuccess();
  const synthesized = read(own);
  expect(synthesized.statementsOf(synthesized.one('AWS::IAM::Role', 'Support')).map(({ actions, resources }) => [actions, resources])).toEqual([
    [['states:StartExecution'], [expect.stringMatching(/^<ImagesErasureStateMachine\w+>$/)]],
    [['states:DescribeExecution'], [expect.stringMatching(/:execution:.*ImagesErasureStateMachine.*:\*$/)]],
  ]);
  expect(text(own.resolve(system.eraseUserStateMachine.stateMachineArn))).toMatch(/^<ImagesErasureStateMachine\w+>$/);
});
