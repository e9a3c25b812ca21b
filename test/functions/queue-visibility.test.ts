import { Aspects, IAspect } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { createStack, read } from '../../projenrc/templates/synth';
import { ImageManagementSystem } from '../../src';

function synthesizeWith(change: (images: ImageManagementSystem) => void): () => unknown {
  const stack = createStack();
  change(new ImageManagementSystem(stack, 'Images'));
  return () => read(stack);
}

const EXPECTED = 'the visibility timeout of the queue must be at least';

describe('the time that a message stays hidden', () => {
  test('fails the synthesis where it is made shorter than six times the function\'s time, with both values', () => {
    const shorten = (images: ImageManagementSystem) => { (images.queue.node.defaultChild as CfnQueue).visibilityTimeout = 60; };
    expect(synthesizeWith(shorten)).toThrow(`${EXPECTED} 180 seconds, six times the timeout of 30 seconds of its consumer, got 60;`);
  });

  test('fails the synthesis where an aspect gives the function more time', () => {
    const lengthen: IAspect = {
      visit: (node: IConstruct) => { if (node instanceof CfnFunction && node.node.path.includes('Orchestrator')) node.timeout = 31; },
    };
    expect(synthesizeWith((images) => Aspects.of(images).add(lengthen))).toThrow(`${EXPECTED} 186 seconds`);
  });

  test('may be longer', () => {
    const lengthen = (images: ImageManagementSystem) => { (images.queue.node.defaultChild as CfnQueue).visibilityTimeout = 900; };
    expect(synthesizeWith(lengthen)).not.toThrow();
  });
});
