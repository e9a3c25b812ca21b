import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { typeCheck } from './support/type-check.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Each example under the line of the README where it begins. */
const examples = Object.fromEntries([...readme.matchAll(/^```(tsx?)\n(.*?)^```$/gms)].map(({ 1: language, 2: text, index }) => {
  const line = readme.slice(0, index).split('\n').length;
  return [`test/readme-line-${line}.${language}`, `${text}export {};\n`];
}));

/** What an example may take for granted: the client that the first one makes, and packages of the reader's own app. */
const GRANTED = `
declare const client: import('image-management-client').ImageManagementClient;
declare module '@react-native-async-storage/async-storage' {
  const storage: { getItem(key: string): Promise<string | null>; setItem(key: string, value: string): Promise<void>; removeItem(key: string): Promise<void> };
  export default storage;
}
declare module 'expo-image-picker' {
  export interface Asset { uri: string; fileName?: string | null; mimeType?: string; fileSize?: number }
  export function launchImageLibraryAsync(): Promise<{ assets: Asset[] | null }>;
}
`;

function check(files: Readonly<Record<string, string>>): string[] {
  const src = fileURLToPath(new URL('../src/', import.meta.url));
  return typeCheck({ 'test/granted.d.ts': GRANTED, ...files }, {
    jsx: ts.JsxEmit.ReactJSX,
    noUnusedLocals: false,
    paths: { 'image-management-client': [`${src}index.ts`], 'image-management-client/node': [`${src}node.ts`] },
  });
}

test('the README shows browsers, Node, React Native and React', () => {
  const headings = [...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(expect.arrayContaining(['In a browser', 'In Node', 'In React Native', 'In React']));
});

// holds: promise.client-reference
test('each example compiles', () => {
  expect(Object.keys(examples).length).toBeGreaterThan(8);
  expect(check(examples)).toEqual([]);
});

test('fails where an example uses what does not exist', () => {
  expect(check({ 'test/wrong.ts': 'await client.images.rotate();\nexport {};\n' }).join()).toContain("Property 'rotate' does not exist");
});
