import { Annotations as Note, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { createStack } from '../../projenrc/templates/synth';
import { ImageManagementSystem, ImageManagementSystemProps, Network } from '../../src';
import { COST_CONTEXT, NETWORK_NOTE } from '../../src/cost/cost-model';

const notes = (stack: Stack) => Annotations.fromStack(stack).findInfo('*', Match.anyValue()).map(({ entry }) => String(entry.data));

function stackWith(props?: ImageManagementSystemProps, context: Record<string, unknown> = {}): Stack {
  const stack = createStack({ context });
  new ImageManagementSystem(stack, 'Images', props);
  return stack;
}

// holds: promise.cost
test('a system in a VPC of its own says at synth what its endpoints cost, and how to run without', () => {
  const [note, ...others] = notes(stackWith());
  expect(others).toEqual([]);
  expect(note).toMatch(/about 29\.20 US dollars a month.*`network: Network\.none\(\)`/);
});

test('the note can be acknowledged', () => {
  const stack = createStack();
  const images = new ImageManagementSystem(stack, 'Images');
  Note.of(images).acknowledgeInfo(NETWORK_NOTE, 'we want the VPC');
  expect(notes(stack)).toEqual([]);
});

test('a system without a VPC says nothing', () => {
  expect(notes(stackWith({ network: Network.none() }))).toEqual([]);
});

test('the context asks for the estimate of so many images, as text as the command line gives it', () => {
  const found = notes(stackWith({ network: Network.none() }, { [COST_CONTEXT]: '250000' }));
  expect(found).toEqual([expect.stringMatching(/^Estimate for 250000 images a month: /)]);
});

test.each(['many', ''])('rejects %o as a number of images', (value) => {
  expect(() => stackWith({}, { [COST_CONTEXT]: value })).toThrow(`the context ${COST_CONTEXT} must be a number of images a month, got '${value}'`);
});
