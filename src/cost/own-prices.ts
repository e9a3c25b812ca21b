import { PRICES, Prices } from './prices';
import { fail } from '../options/check';

/** @throws Error for a name that is none, and for a price that is no number */
export function withPrices(own: Readonly<Record<string, number>> = {}): Prices {
  for (const [name, price] of Object.entries(own)) {
    if (!(name in PRICES)) fail(`prices: '${name}'`, `one of ${Object.keys(PRICES).join(', ')}`, 'another name');
    if (!(price >= 0 && Number.isFinite(price))) fail(`prices: ${name}`, 'a number of US dollars, 0 or more', String(price));
  }
  return { ...PRICES, ...own };
}
