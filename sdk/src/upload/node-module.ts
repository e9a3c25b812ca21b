/** A module of Node, found at run time: bundlers for browsers see no `node:` import. `undefined` outside Node. */
export function nodeModule<T>(name: `node:${string}`): T | undefined {
  const node = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
  return node?.getBuiltinModule?.(name) as T | undefined;
}
