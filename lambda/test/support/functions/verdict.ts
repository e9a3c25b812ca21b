import { Processed } from './image-functions';
import { REJECTION_REASONS } from '../../../../src/contract/statuses';

/** A third of the larger functions' memory; docs/performance.md. */
const MAX_MEGABYTES = 600;

/** A file is ready or rejected with a reason, whatever it is, in bounded memory. Time is held by the functions' processes. */
export function expectVerdict({ end, renditions, peakMegabytes }: Processed): void {
  expect([...REJECTION_REASONS, 'ready']).toContain(end);
  expect(renditions.length > 0).toBe(end === 'ready');
  expect(peakMegabytes).toBeLessThan(MAX_MEGABYTES);
}
