import { Watermark } from '../../src';
import { text } from '../support/json';
import { synthesize } from '../support/synth';

describe('the dashboard', () => {
  const body = text(synthesize({ watermark: Watermark.text('©') }).one('AWS::CloudWatch::Dashboard').properties.DashboardBody);

  test('follows an image through the system', () => {
    const headings = [...body.matchAll(/"markdown":"# (\w+)"/g)].map(([, heading]) => heading);
    expect(headings).toEqual(['API', 'Queue', 'Workflow', 'Functions', 'Images', 'Repairs']);
  });

  test('shows every function', () => {
    for (const name of ['auth-handler', 'upload-handler', 's3-event-handler', 'orchestrator', 'validation', 'resize', 'watermark', 'image-retrieval', 'sweeper', 'deletion-announcer', 'erase-user', 'repair']) {
      expect(body).toContain(`"label":"${name}"`);
    }
  });
});
