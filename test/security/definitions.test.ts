import aslValidator from 'asl-validator';
import { REVIEWED } from '../../projenrc/security-docs/systems';
import { text } from '../../projenrc/templates/json';
import { read } from '../../projenrc/templates/synth';

const LAMBDA = 'arn:aws:lambda:eu-west-1:111122223333:function:name';

test.each(Object.entries(REVIEWED))('every state machine of %s is valid by asl-validator', (_name, create) => {
  const machines = read(create()).ofType('AWS::StepFunctions::StateMachine');
  expect(machines.length).toBeGreaterThanOrEqual(2);
  for (const { id, properties } of machines) {
    const definition = text(properties.DefinitionString).replaceAll('<AWS::Partition>', 'aws').replace(/<\w+\.Arn>/g, LAMBDA);
    const { isValid, errorsText } = aslValidator(JSON.parse(definition));
    expect([id, isValid, errorsText?.('\n') ?? '']).toEqual([id, true, '']);
  }
});
