import { cognito, EMAIL, post, resetCognito } from './support/api';
import { PASSWORD_POLICY } from '../../../../src/contract/accounts';
import { brokenRules } from '../../../api/auth-handler/password-rule';

beforeEach(resetCognito);

test.each([
  ['Aa1!aaa', 'should be at least 8 characters long'],
  ['aa1!aaaa', 'should have an upper-case letter'],
  ['AA1!AAAA', 'should have a lower-case letter'],
  ['Aaa!aaaa', 'should have a digit'],
  ['Aa1aaaaa', 'should have a symbol, such as ! or -'],
  ['Aa1!aaaa ', 'should not begin or end with a space'],
  ['aaaaaaaa', 'should have an upper-case letter, should have a digit, should have a symbol, such as ! or -'],
  // Cognito counts only ASCII.
  ['Äa1!aaaa', 'should have an upper-case letter'],
  ['Aa٣!aaaa', 'should have a digit'],
  ['Aa1€aaaa', 'should have a symbol, such as ! or -'],
])('%p %s', async (password, rule) => {
  expect(brokenRules(password, PASSWORD_POLICY)).toBe(rule);
});

test.each(['Aa1!aaaa', 'Aa1 aaaa', 'Correct-Horse-1', ...'^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-'].map((password) => password.length > 1 ? password : `Aa1${password}aaaa`))(
  '%p breaks no rule', (password) => {
    expect(brokenRules(password, PASSWORD_POLICY)).toBeUndefined();
  });

test('a pool of unknown rules is asked itself', () => {
  expect(brokenRules('a', {})).toBeUndefined();
});

test.each([
  ['/auth/signup', { email: EMAIL, password: 'weak' }],
  ['/auth/confirm-forgot-password', { email: EMAIL, password: 'weak', code: '123456' }],
])('%s rejects a weak password before Cognito is asked, which may look for the account first', async (path, body) => {
  expect(await post(path, body, PASSWORD_POLICY)).toMatchObject({
    status: 400, body: { code: 'invalid-request', errors: [{ field: 'password', message: expect.stringContaining('8 characters') }] },
  });
  expect(cognito.calls()).toHaveLength(0);
});
