import { existsSync } from 'fs';
import { join } from 'path';
import { read, ROOT } from '../../projenrc/documents';

interface Docs { readonly summary?: string; readonly default?: string }
interface Parameter { readonly name: string; readonly docs?: Docs; readonly optional?: boolean }
interface Member {
  readonly name: string;
  readonly docs?: Docs;
  readonly optional?: boolean;
  readonly overrides?: string;
  readonly parameters?: readonly Parameter[];
}

interface Type {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly docs?: Docs;
  readonly properties?: readonly Member[];
  readonly methods?: readonly Member[];
  readonly members?: readonly Member[];
  readonly initializer?: { readonly docs?: Docs; readonly parameters?: readonly Parameter[] };
}

/** The description of the compiled library; `npm test` compiles first. */
const assembly = existsSync(join(ROOT, '.jsii')) ? JSON.parse(read('.jsii')) as { types: Readonly<Record<string, Type>> } : { types: {} };
const types = Object.values(assembly.types);
const members = types.flatMap((type) => [...type.properties ?? [], ...type.methods ?? [], ...type.members ?? []]
  .filter(({ overrides }) => !overrides?.startsWith('aws-cdk-lib.') && !overrides?.startsWith('constructs.'))
  .map((member) => ({ ...member, type, path: `${type.name}.${member.name}` })));

describe('the reference of the construct', () => {
  // holds: promise.bring-your-own
  test('every public member has a summary', () => {
    expect(members.length).toBeGreaterThan(150);
    const undocumented = [...types.map(({ name, docs }) => ({ path: name, docs })), ...members].filter(({ docs }) => !/\w/.test(docs?.summary ?? ''));
    expect(undocumented.map(({ path }) => path)).toEqual([]);
  });

  test('every prop that may be left out tells its default', () => {
    const props = members.filter(({ type, optional }) => type.datatype && optional);
    expect(props.length).toBeGreaterThan(50);
    expect(props.filter(({ docs }) => !docs?.default).map(({ path }) => path)).toEqual([]);
  });

  // holds: promise.bring-your-own
  test('API.md has every public member', () => {
    const reference = read('API.md');
    const missing = members.filter(({ type, name }) => !reference.includes(`id="${type.fqn}.property.${name}"`) && !reference.includes(`id="${type.fqn}.${name}"`));
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  test('every parameter is told of, but for those that mean the same all over the CDK', () => {
    const given = members.flatMap(({ path, parameters = [] }) => parameters
      .filter(({ name }) => !['id', 'options', 'grantee'].includes(name)).map(({ name, docs }) => ({ path: `${path}(${name})`, docs })));
    expect(given.length).toBeGreaterThan(4);
    expect(given.filter(({ docs }) => !/\w/.test(docs?.summary ?? '')).map(({ path }) => path)).toEqual([]);
  });
});
