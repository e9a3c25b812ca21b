import { Lazy } from 'aws-cdk-lib';
import { at } from '../../projenrc/templates/json';
import { synthError, synthesize } from '../../projenrc/templates/synth';

const concurrencyOf = (maxConcurrency?: number) =>
  at(synthesize({ ingestion: { maxConcurrency } }).one('AWS::Lambda::EventSourceMapping', 'Orchestrator').properties, 'ScalingConfig', 'MaximumConcurrency');

describe('ingestion.maxConcurrency', () => {
  test('is 10 by default, and bounds the batches that are started at once', () => {
    expect(concurrencyOf()).toBe(10);
    expect(concurrencyOf(200)).toBe(200);
  });

  test.each([
    [1, 'between 2 and 1000, got 1'],
    [1001, 'between 2 and 1000, got 1001'],
    [2.5, 'a whole number between 2 and 1000, got 2.5'],
    [Lazy.number({ produce: () => 20 }), 'known at synth, got a token (a value that exists only after deployment); write the number itself'],
  ])('rejects %d', (maxConcurrency, expected) => {
    expect(synthError(() => ({ ingestion: { maxConcurrency } }))).toBe(`ingestion.maxConcurrency must be ${expected}`);
  });
});
