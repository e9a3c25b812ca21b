import { call, deployment, newAddress, newPassword, newUser, signIn, signUp } from './backend';
import { readCode, readMails } from '../local-aws/mail';
import { poll } from '../local-aws/poll';

async function post(path: string, body: object) {
  const { status, body: answer } = await call('POST', path, { body });
  return { status, body: answer };
}

const status = async (path: string, body: object) => (await post(path, body)).status;

/** The code in the newest of so many mails. */
async function codeOfMail(email: string, count: number): Promise<string> {
  await poll(`mail ${count} to ${email}`, async () => (await readMails(deployment.endpoint, email)).length >= count);
  return (await readCode(deployment.endpoint, email))!;
}

describe('somebody whose address was never verified', () => {
  test('signs in with the right password as with a wrong one, and is told to everybody where to get a code', async () => {
    const [email, password] = [newAddress(), newPassword()];
    await signUp(email, password);
    const [right, wrong] = [await post('/auth/signin', { email, password }), await post('/auth/signin', { email, password: newPassword() })];
    expect({ ...right.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
    expect(right).toMatchObject({ status: 401, body: { code: 'unauthorized', detail: expect.stringContaining('/auth/resend-code') } });
    expect(await status('/auth/resend-code', { email })).toBe(202);
    expect(await status('/auth/verify', { email, code: await codeOfMail(email, 2) })).toBe(204);
    await signIn(email, password);
  });

  test('asks for a new password, is told the way, and gets one after verifying', async () => {
    const [email, password] = [newAddress(), newPassword()];
    await signUp(email, newPassword());
    expect(await post('/auth/forgot-password', { email })).toMatchObject({ status: 202, body: { detail: expect.stringContaining('/auth/resend-code') } });
    expect(await status('/auth/resend-code', { email })).toBe(202);
    // The second is a reset code: only the local AWS sends one to an unverified address.
    expect(await status('/auth/verify', { email, code: await codeOfMail(email, 3) })).toBe(204);
    expect(await status('/auth/forgot-password', { email })).toBe(202);
    expect(await status('/auth/confirm-forgot-password', { email, password, code: await codeOfMail(email, 4) })).toBe(204);
    await signIn(email, password);
  });

  test('signs up again, with another password, and gets another code for the account there is', async () => {
    const [email, password] = [newAddress(), newPassword()];
    await signUp(email, password);
    await codeOfMail(email, 1);
    await signUp(email, newPassword());
    expect(await status('/auth/verify', { email, code: await codeOfMail(email, 2) })).toBe(204);
    await signIn(email, password);
  });

  test('cannot verify twice, or with a made-up code', async () => {
    const email = newAddress();
    await signUp(email, newPassword());
    const code = await codeOfMail(email, 1);
    const refused = { status: 400, body: { code: 'invalid-request', errors: [{ field: 'code' }] } };
    expect(await post('/auth/verify', { email, code: '000000' })).toMatchObject(refused);
    expect(await status('/auth/verify', { email, code })).toBe(204);
    expect(await post('/auth/verify', { email, code })).toMatchObject(refused);
  });
});

describe('a reset password', () => {
  // holds: promise.accounts, threat.app.stolen-refresh-token
  test('is the only one from then on, and ends every session; its code works once', async () => {
    const { email, password, refreshToken } = await newUser();
    await status('/auth/forgot-password', { email });
    const reset = { email, password: newPassword(), code: await codeOfMail(email, 2) };
    expect(await status('/auth/refresh', { refresh_token: refreshToken })).toBe(200);
    expect(await status('/auth/confirm-forgot-password', { ...reset, code: '000000' })).toBe(400);
    expect(await status('/auth/confirm-forgot-password', reset)).toBe(204);
    expect(await status('/auth/signin', { email, password })).toBe(401);
    expect(await status('/auth/refresh', { refresh_token: refreshToken })).toBe(401);
    expect(await status('/auth/confirm-forgot-password', { ...reset, password: newPassword() })).toBe(400);
    const again = await signIn(email, reset.password);
    expect(await status('/auth/refresh', { refresh_token: again.refreshToken })).toBe(200);
  });
});

// holds: threat.app.stolen-refresh-token
test('signing out ends one session and no other, and can be repeated', async () => {
  const here = await newUser();
  const there = await signIn(here.email, here.password);
  const refresh = (refresh_token: string) => status('/auth/refresh', { refresh_token });
  expect(await status('/auth/signout', { refresh_token: here.refreshToken })).toBe(204);
  expect(await status('/auth/signout', { refresh_token: here.refreshToken })).toBe(204);
  expect([await refresh(here.refreshToken), await refresh(there.refreshToken)]).toEqual([401, 200]);
});

test.each([
  ['should be at least 8 characters long', 'Aa1!aaa'],
  ['should have an upper-case letter', 'aa1!aaaa'],
  ['should have a lower-case letter', 'AA1!AAAA'],
  ['should have a digit', 'Aaa!aaaa'],
  ['should have a symbol, such as ! or -', 'Aa1aaaaa'],
])('rejects a password by the rule that it breaks, in a sign-up and in a reset: %s', async (message, password) => {
  const refused = { status: 400, body: { code: 'invalid-request', errors: [{ field: 'password', message }] } };
  const email = newAddress();
  expect(await post('/auth/signup', { email, password })).toMatchObject(refused);
  expect(await post('/auth/confirm-forgot-password', { email, password, code: '123456' })).toMatchObject(refused);
});

test('an address is the same in upper case and between spaces, in every call', async () => {
  const [email, password] = [newAddress(), newPassword()];
  const shouted = `  ${email.toUpperCase()}\n`;
  await signUp(shouted, password);
  expect(await status('/auth/resend-code', { email: shouted })).toBe(202);
  expect(await status('/auth/verify', { email: shouted, code: await codeOfMail(email, 2) })).toBe(204);
  const signedIn = [await signIn(shouted, password), await signIn(email, password)];
  expect(signedIn[0].id).toBe(signedIn[1].id);
  expect(await status('/auth/signup', { email: shouted, password })).toBe(409);
  expect(await status('/auth/forgot-password', { email: shouted })).toBe(202);
  const next = newPassword();
  expect(await status('/auth/confirm-forgot-password', { email: shouted, password: next, code: await codeOfMail(email, 3) })).toBe(204);
  await signIn(email, next);
});

test('rejects missing and unknown fields by name', async () => {
  const { status: answered, body } = await post('/auth/signin', { email: 5, extra: true });
  expect(answered).toBe(400);
  expect(body.code).toBe('invalid-request');
  expect(body.errors.map((error: { field: string }) => error.field).sort()).toEqual(['email', 'extra', 'password']);
});
