import { CostKind } from './cost-estimate';
import { PriceName } from './prices';

/** A billed quantity. */
export interface Demand {
  readonly kind: CostKind;
  readonly service: string;
  /** What it is for. */
  readonly item: string;
  readonly price: PriceName;
  /** Units per month. */
  readonly quantity: number;
}

export type Rows = readonly (readonly [service: string, item: string, price: PriceName, quantity: number])[];

/** Table rows as demands, without those of quantity 0. */
export function demands(kind: CostKind, rows: Rows): Demand[] {
  return rows.flatMap(([service, item, price, quantity]) => quantity > 0 ? [{ kind, service, item, price, quantity }] : []);
}

export const HOURS_OF_MONTH = 730;
export const DAYS_OF_MONTH = HOURS_OF_MONTH / 24;
export const SECONDS_OF_MONTH = HOURS_OF_MONTH * 3600;
export const GB = 1e9;
