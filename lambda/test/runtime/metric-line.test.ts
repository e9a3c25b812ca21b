import { Metric } from '../../../src/contract/environment';
import { metricLine } from '../../runtime/metric-line';

test.each(Object.values(Metric))('%s has the system as its only dimension: no id of an image or a user can become one', (name) => {
  const line = JSON.parse(metricLine('Images1A2B', name, 3, 'Count', new Date(1_700_000_000_000))) as Record<string, unknown>;
  expect(line).toEqual({
    _aws: {
      Timestamp: 1_700_000_000_000,
      CloudWatchMetrics: [{ Namespace: 'ImageManagementSystem', Dimensions: [['System']], Metrics: [{ Name: name, Unit: 'Count' }] }],
    },
    System: 'Images1A2B',
    [name]: 3,
  });
});
