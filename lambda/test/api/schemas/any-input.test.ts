import fc from 'fast-check';
import { NAMED_CALLS, resetServices, rightBody, send } from './support/handlers';
import { problemsOf } from '../../../../projenrc/api-docs/calls/call';
import { problemDocument } from '../../../../projenrc/api-docs/problems';
import { PROBLEMS } from '../../../../src/contract/problems';
import { Answer } from '../../support/api-event';
import { seed } from '../../support/seed';

const text = fc.string({ unit: 'binary', maxLength: 300 });
const answered = fc.record({
  call: fc.constantFrom(...NAMED_CALLS),
  headers: fc.dictionary(fc.constantFrom('Accept', 'Content-Type', 'Origin'), text),
  query: fc.option(fc.dictionary(fc.oneof(text, fc.constantFrom('size', 'format', 'limit', 'cursor', 'status', 'user_id', 'redirect')), text, { maxKeys: 4 }), { nil: undefined }),
  body: fc.oneof(fc.json(), text, fc.constant('right'), fc.dictionary(fc.constantFrom('email', 'password', 'code', 'filename', 'size'), fc.jsonValue()).map((value) => JSON.stringify(value))),
  path: fc.oneof(fc.constant(undefined), text),
  base64: fc.boolean(),
});

test(`whatever comes, the answer is one that the call documents (seed ${seed})`, async () => {
  await fc.assert(fc.asyncProperty(answered, async ({ call, path, body, ...options }) => {
    resetServices();
    const sent = body === 'right' ? JSON.stringify(rightBody(call)) : body;
    const answer = await send(call, { ...options, text: sent, ...(path !== undefined && { path: { image_id: path } }) });
    expect(answer.status).toBeLessThan(500);
    expectDocumented(answer, call);
  }), { numRuns: 2_000 });
});

function expectDocumented({ status, body }: Answer, call: (typeof NAMED_CALLS)[number]): void {
  if (status < 400) {
    expect(call.answers.map((answer) => answer.status)).toContain(status);
    return;
  }
  const codes = problemsOf(call, true).map(({ code }) => code);
  expect(codes).toContain(body.code);
  expect(problemDocument(body.code as keyof typeof PROBLEMS).safeParse(body)).toMatchObject({ success: true });
}
