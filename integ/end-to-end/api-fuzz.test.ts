import { deployment, finished, newUser, upload, User } from './backend';
import { photograph } from './pictures';
import { CALLS } from '../../src/contract/calls';
import { FuzzOptions, FuzzResult, runFuzzer, validateDocument } from '../api-fuzz/run-fuzzer';

/** Made-up requests a call: a few here, many in `npm run test:api-fuzz`. */
const examples = Number(process.env.API_FUZZ_EXAMPLES ?? 2);
const isShort = examples < 100;
/** What a run sends at least, so that a change of the fuzzer cannot make it an empty one. */
const leastRequests = isShort ? 500 : 2_000;
const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);

let user: User;
let imageId: string;
let requests = 0;
beforeAll(async () => {
  user = await newUser();
  imageId = await upload(user, 'photo.jpg', 'image/jpeg', photograph('allium-oreophilum'));
  expect(await finished(user, imageId)).toMatchObject({ status: 'ready' });
}, 120_000);

const print = (line: string): unknown => process.stdout.write(`${line}\n`);

async function fuzz(title: string, options: Partial<FuzzOptions>): Promise<FuzzResult> {
  const result = await runFuzzer({ apiUrl: deployment.outputs.ApiUrl, userId: user.id, imageId, examples, seed, ...options }, print);
  print(`Fuzzer, ${title}: ${result.requests} requests to ${result.tested} calls, ${result.failures} failures (seed ${seed})`);
  requests += result.requests;
  if (result.failures > 0) print(result.output);
  return result;
}

const LIMIT_MS = 900_000;
/** An administrator among made-up requests would erase whom they name. */
const FOR_ADMINISTRATORS = 'DELETE /user/{user_id}';
const guarded = CALLS.filter(({ authorized }) => authorized).map(({ method, path }) => `${method} ${path}`);
const forEveryone = guarded.filter(name => name !== FOR_ADMINISTRATORS);

test('docs/openapi.json is an OpenAPI 3.1 document', async () => {
  await validateDocument(print);
}, LIMIT_MS);

// holds: threat.api.smuggled-input
test('no made-up request of a signed-in caller gets a 5xx, or an answer that docs/openapi.json does not describe', async () => {
  const result = await fuzz('signed in', { token: user.idToken });
  expect(result).toMatchObject({ failures: 0, tested: CALLS.length });
  // Otherwise it would have tested only rejections.
  for (const name of forEveryone) expect(result.accepted[name]).toBeGreaterThan(0);
}, LIMIT_MS);

// holds: threat.api.unguarded-method
test('nor of a caller without a token, who gets no further than 401', async () => {
  // The account calls read no token: the same requests once more would take a short run's time for nothing.
  const result = await fuzz('signed out', { tag: isShort ? 'images' : undefined });
  expect(result).toMatchObject({ failures: 0, tested: isShort ? guarded.length : CALLS.length });
  for (const name of guarded) expect(result.accepted[name] ?? 0).toBe(0);
}, LIMIT_MS);

test(`that took at least ${leastRequests} requests`, () => {
  expect(requests).toBeGreaterThanOrEqual(leastRequests);
});
