import { PASSWORD_POLICY } from '../../../src/contract/accounts';
import { readPasswordPolicy } from '../../runtime/config';

test.each([PASSWORD_POLICY, {}])('gives password rules as they are (%#)', (policy) => {
  expect(readPasswordPolicy({ PASSWORD_POLICY: JSON.stringify(policy) })).toEqual(policy);
});

test.each([
  ['no variable', undefined, 'PASSWORD_POLICY is missing'],
  ['a rule that is not known', '{"requireEmoji":true}', 'value has the unknown field requireEmoji'],
  ['a length in words', '{"minLength":"eight"}', 'minLength should be'],
])('fails for %s, naming the variable', (_title, value, message) => {
  expect(() => readPasswordPolicy({ PASSWORD_POLICY: value })).toThrow(message);
});
