/**
 * Shapes of JSON as plain data. The TypeScript types follow from them (`TypeOf`), and so do the checks that the handlers
 * run when they start (`lambda/runtime/schema.ts`): a field is added in one place, and an unknown one is an error on
 * both sides.
 */
export type Shape =
  | { readonly type: 'boolean' }
  /** At least one character. */
  | { readonly type: 'string'; readonly pattern?: RegExp }
  | { readonly type: 'integer' | 'number'; readonly min: number; readonly max: number }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  /** An array has at least one item. */
  | { readonly type: 'array' | 'record'; readonly of: Shape }
  | { readonly type: 'object'; readonly fields: Fields }
  /** One set of fields for each value of the field `by`. */
  | { readonly type: 'union'; readonly by: string; readonly of: Readonly<Record<string, Fields>> };

export type Fields = Readonly<Record<string, Shape & { readonly optional?: true }>>;

export type TypeOf<S> =
  S extends { type: 'boolean' } ? boolean
    : S extends { type: 'string' } ? string
      : S extends { type: 'integer' | 'number' } ? number
        : S extends { type: 'enum'; values: readonly (infer Value)[] } ? Value
          : S extends { type: 'array'; of: infer Item } ? readonly TypeOf<Item>[]
            : S extends { type: 'record'; of: infer Value } ? Readonly<Record<string, TypeOf<Value>>>
              : S extends { type: 'object'; fields: infer F } ? FieldsOf<F>
                : S extends { type: 'union'; by: infer By extends string; of: infer Of } ? { [K in keyof Of]: { readonly [_ in By]: K } & FieldsOf<Of[K]> }[keyof Of]
                  : never;

export type FieldsOf<F> =
  & { readonly [K in keyof F as F[K] extends { optional: true } ? never : K]: TypeOf<F[K]> }
  & { readonly [K in keyof F as F[K] extends { optional: true } ? K : never]?: TypeOf<F[K]> };

/** Every field is written, an optional one perhaps as `undefined`: the construct cannot forget a field that was added. */
export type Complete<T> = { readonly [K in keyof Required<T>]: T[K] };
