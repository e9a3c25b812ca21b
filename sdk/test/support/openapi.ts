import { readFileSync } from 'node:fs';

export interface Schema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
}

export interface Operation {
  readonly parameters?: ReadonlyArray<{ readonly name: string; readonly in: string; readonly schema?: Schema }>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const openApi = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')) as OpenApi;

/** The schemas as TypeScript interfaces, one a name. */
export function typesOf({ components }: OpenApi): string {
  return Object.entries(components.schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema)};`).join('\n');
}

function typeOf(schema: Schema): string {
  const { $ref, type, properties, required = [], items, additionalProperties } = schema;
  if ($ref) return $ref.split('/').at(-1)!;
  const literals = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (literals) return literals.map((literal) => JSON.stringify(literal)).join(' | ');
  switch (type) {
    case 'array': return `Array<${typeOf(items!)}>`;
    case 'integer':
    case 'number': return 'number';
    case 'string':
    case 'boolean': return type;
    case 'object': {
      if (typeof additionalProperties === 'object') return `Record<string, ${typeOf(additionalProperties)}>`;
      const fields = Object.entries(properties ?? {}).map(([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(field)}`);
      return `{ ${fields.join('; ')} }`;
    }
    default: throw new Error(`The test knows no type for the schema ${JSON.stringify(schema)}.`);
  }
}
