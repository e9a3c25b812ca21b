import { checkFlow, deployForm } from './deploy-form';
import { FLOW_RESULT } from '../flow-check/flow-result';

test.each(['integ.default', 'integ.no-vpc'] as const)('what integ-runner asserts on AWS holds for the form %s', async (form) => {
  const outputs = await deployForm(form);
  expect(await checkFlow(outputs, 'Images')).toEqual(FLOW_RESULT);
}, 300_000);
