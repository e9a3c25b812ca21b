import { parseArgs } from 'node:util';

export interface FaultOptions {
  /** Names of suites; all where empty. */
  readonly only: readonly string[];
  /** Of each of the four functions. */
  readonly kills: number;
  /** Images of each fault of a service. */
  readonly images: number;
  readonly burst: number;
  readonly soak: number;
}

const DEFAULTS = { kills: '20', images: '10', burst: '500', soak: '2000' } as const;

/**
 * @param suites names that `--only` takes
 * @throws Error for an unknown option or suite, or a number that is none
 */
export function readOptions(args: string[], suites: readonly string[]): FaultOptions {
  const number = (name: keyof typeof DEFAULTS) => ({ type: 'string', default: DEFAULTS[name] }) as const;
  const { values } = parseArgs({
    args,
    options: { only: { type: 'string' }, kills: number('kills'), images: number('images'), burst: number('burst'), soak: number('soak') },
  });
  const only = values.only?.split(',') ?? [];
  const unknown = only.filter(name => !suites.includes(name));
  if (unknown.length > 0) throw new Error(`--only takes ${suites.join(', ')}, got ${unknown.join(', ')}`);
  const read = (name: keyof typeof DEFAULTS) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 2) throw new Error(`--${name} should be a whole number from 2 on, got ${values[name]}`);
    return value;
  };
  return { only, kills: read('kills'), images: read('images'), burst: read('burst'), soak: read('soak') };
}
