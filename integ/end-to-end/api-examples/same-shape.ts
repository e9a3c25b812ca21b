const REST = '…';

/**
 * How an answer differs from a sample of it: by a field that one of them lacks, or by the type of a value. A field named
 * "…" stands for those that a sample leaves out, and the values themselves are free.
 */
export function sameShape(sample: unknown, answer: unknown, path = ''): string[] {
  if (Array.isArray(sample)) {
    if (!Array.isArray(answer)) return [`${path} should be an array`];
    return answer.flatMap((item, index) => sameShape(sample[0], item, `${path}[${index}]`));
  }
  if (!isObject(sample)) return typeof sample === typeof answer ? [] : [`${path} should be of type ${typeof sample}, got ${typeof answer}`];
  if (!isObject(answer)) return [`${path} should be an object`];
  const shown = Object.keys(sample).filter((key) => key !== REST);
  const missing = shown.filter((key) => !(key in answer)).map((key) => `${path}.${key} is missing`);
  const unshown = REST in sample ? [] : Object.keys(answer).filter((key) => !(key in sample)).map((key) => `${path}.${key} is not in the sample`);
  return [...missing, ...unshown, ...shown.filter((key) => key in answer).flatMap((key) => sameShape(sample[key], answer[key], `${path}.${key}`))];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
