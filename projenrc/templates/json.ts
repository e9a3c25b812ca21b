/** Reading of synthesized templates, which are JSON of any shape. */
export type Json = string | number | boolean | null | undefined | Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export function at(value: Json, ...path: (string | number)[]): Json {
  return path.reduce<Json>((part, key) => {
    if (Array.isArray(part)) return part[Number(key)];
    return isObject(part) ? part[key] : undefined;
  }, value);
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** IAM writes one and many alike. */
export function list(value: Json): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** A value with its references written out: `<Bucket.Arn>/uploads/*`. */
export function text(value: Json): string {
  if (!isObject(value)) return String(value);
  if ('Ref' in value) return `<${text(value.Ref)}>`;
  if ('Fn::GetAtt' in value) return `<${list(value['Fn::GetAtt']).join('.')}>`;
  if ('Fn::Join' in value) return list(at(value, 'Fn::Join', 1)).map(text).join(text(at(value, 'Fn::Join', 0)));
  return JSON.stringify(value);
}

export function texts(value: Json): string[] {
  return list(value).map(text);
}
