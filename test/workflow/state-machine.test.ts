import { at } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';

const stack = synthesize();

// holds: threat.workflow.data-in-history, threat.operator.incomplete-erasure, threat.operator.untraced-repair
describe.each(['Workflow', 'Publication', 'Erasure', 'Repairs'])('the state machine %s', (part) => {
  test('logs errors without the ids of users', () => {
    const { properties } = stack.one('AWS::StepFunctions::StateMachine', part);
    expect(properties.LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
  });

  // holds: threat.workflow.confused-deputy, threat.operator.unauthorized-repair
  test('is assumed for this account alone', () => {
    const { properties } = stack.one('AWS::IAM::Role', `${part}Role`);
    expect(at(properties, 'AssumeRolePolicyDocument', 'Statement', 0, 'Condition')).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
  });
});
