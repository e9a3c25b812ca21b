import { JsonObject, text } from '../../projenrc/templates/json';
import { Synthesized } from '../../projenrc/templates/synth';

/** The definition of a state machine, with made-up ARNs where CloudFormation fills in real ones. */
export function definitionOf(stack: Synthesized, idPart: string): JsonObject {
  return JSON.parse(text(stack.one('AWS::StepFunctions::StateMachine', idPart).properties.DefinitionString)
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll(/<(\w+)\.Arn>/g, 'arn:aws:lambda:eu-central-1:111111111111:function:$1')) as JsonObject;
}
