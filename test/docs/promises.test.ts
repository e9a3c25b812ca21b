import { read } from '../../projenrc/documents';
import { heldKeys } from '../support/held';

const promised = [...read('README.md').matchAll(/<!-- promise: ([\w.-]+) -->/g)].map(([, key]) => `promise.${key}`);
const held = heldKeys();

test('a test holds each promise of README', () => {
  expect(promised.length).toBeGreaterThan(20);
  expect(promised.filter((key) => !held.has(key))).toEqual([]);
});

test('README makes each promise that a test holds', () => {
  expect([...held.keys()].filter((key) => key.startsWith('promise.') && !promised.includes(key))).toEqual([]);
});

test('README makes each promise once', () => {
  expect(promised).toEqual([...new Set(promised)]);
});
