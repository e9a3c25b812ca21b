import type { Tally } from '../faults/judge';
import { canFindProcesses } from '../faults/processes';
import { setStage, Stage } from '../faults/stage';
import { DOUBLED, doubled } from '../faults/suites/deliveries';
import { KILLED, kills } from '../faults/suites/kills';
import { serviceFault } from '../faults/suites/services';
import { stateMachineGone } from '../faults/suites/state-machine';
import { lateEvents, poison } from '../faults/suites/strays';
import { formatTable } from '../faults/table';

/** What `npm run test:faults` does at length. On an AWS of its own: it ends functions at which other tests have images. */
let stage: Stage;
const tallies: Tally[] = [];
beforeAll(async () => {
  stage = await setStage({ workflowType: 'STANDARD', redeliverySeconds: 2, build: false, report: () => undefined });
}, 180_000);
afterAll(async () => {
  if (tallies.length > 0) process.stdout.write(`${formatTable(tallies)}\n`);
  await stage?.stop();
});

const LIMIT_MS = 180_000;
const sound = { lost: 0, duplicated: 0, withoutEvent: 0, problems: [] };

async function expectSound(work: Promise<Tally>): Promise<void> {
  const tally = await work;
  tallies.push(tally);
  expect(tally).toMatchObject(sound);
}

const testOfKills = canFindProcesses ? test : test.skip;
testOfKills.each(KILLED)('images whose %s function is killed at work become ready, once', async handler => {
  const work = kills(stage, handler, 2);
  await expectSound(work);
  expect((await work).ended).toEqual({ ready: 2 });
}, LIMIT_MS);

test.each(DOUBLED)('%s makes one image with one event', async title => {
  const work = doubled(stage, title, 1);
  await expectSound(work);
  expect((await work).ended).toEqual({ ready: 1 });
}, LIMIT_MS);

test('images become ready, once, while S3 does every third call and answers none of these', async () => {
  const work = serviceFault(stage, { service: 's3', verb: 'does, and does not answer,', every: 3 }, 2);
  await expectSound(work);
  expect((await work).ended).toEqual({ ready: 2 });
}, LIMIT_MS);

test('images that arrive while the state machine is gone become ready, once', async () => {
  const work = stateMachineGone(stage, 'for some deliveries', 2);
  await expectSound(work);
  expect((await work).ended).toEqual({ ready: 2 });
}, LIMIT_MS);

test('messages that always fail end in the dead-letter queue, and hold up no others', async () => {
  const work = poison(stage, 2);
  await expectSound(work);
  expect((await work).ended).toEqual({ ready: 2 });
}, LIMIT_MS);

test('events for a finished image, for bytes that are gone and for no image change nothing that was finished', async () => {
  const work = lateEvents(stage);
  await expectSound(work);
  expect((await work).ended).toEqual({ ready: 1, failed: 1 });
}, LIMIT_MS);
