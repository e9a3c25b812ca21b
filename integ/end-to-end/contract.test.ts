import { deployment } from './backend';
import { readRecordings } from '../contract/recordings';
import { replayAll } from '../contract/replay';
import { newVariables } from '../contract/user';

const backend = { baseUrl: deployment.outputs.ApiUrl, endpoint: deployment.endpoint };
const steps = readRecordings().map((recording) => ({ ...recording, how: recording.how === undefined ? '' : ` ${recording.how}` }));

describe('what the previous release\'s client sends has the same answers, or answers with more in them', () => {
  const variables = newVariables();

  // In the order of one user: each builds on the answers before it.
  test.each(steps)('$call$how', async (step) => {
    expect(await replayAll(backend, step, variables)).toEqual([]);
  });
});
