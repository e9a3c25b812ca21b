import { handlerEnvironment } from '../../bench/handler-environment';
import { at, JsonObject, text } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { Watermark } from '../../src';

const functions = synthesize({ watermark: Watermark.text('© Example') }).ofType('AWS::Lambda::Function')
  .map(({ properties }) => at(properties, 'Environment', 'Variables') as JsonObject | undefined)
  .flatMap((variables) => variables?.POWERTOOLS_SERVICE_NAME === undefined ? [] : [variables]);

test.each(functions.map(({ POWERTOOLS_SERVICE_NAME: name, ...variables }) => [text(name), variables]))('the bench starts %s with each variable that the construct sets', (_name, variables) => {
  const given = handlerEnvironment();
  expect(Object.keys(variables).filter((name) => !(name in given))).toEqual([]);
});
