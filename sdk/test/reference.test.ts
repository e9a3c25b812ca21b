import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { tool } from './support/packed-package.js';

const sdk = fileURLToPath(new URL('..', import.meta.url));

// holds: promise.command.docs
test('the reference builds, with every public name documented', async () => {
  await tool('typedoc', ['--options', 'typedoc.json', '--emit', 'none', '--logLevel', 'Warn'], sdk);
});

// holds: promise.client-reference
test('every option that may be left out tells its default', () => {
  const program = ts.createProgram([`${sdk}src/index.ts`], { module: ts.ModuleKind.NodeNext });
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(`${sdk}src/index.ts`)!)!;
  const options = checker.getExportsOfModule(index).filter(({ name }) => name.endsWith('Options')).flatMap((symbol) => {
    const type = checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(symbol));
    return type.getProperties().filter(({ flags }) => flags & ts.SymbolFlags.Optional) // eslint-disable-line no-bitwise
      .map((property) => ({ option: `${symbol.name}.${property.name}`, tags: property.getJsDocTags(checker).map(({ name }) => name) }));
  });
  expect(options.length).toBeGreaterThan(40);
  expect(options.filter(({ tags }) => !tags.includes('default')).map(({ option }) => option)).toEqual([]);
});
