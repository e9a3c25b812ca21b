import { CostKind } from './cost-kind';
import { PriceName } from './prices';

/** One thing that is paid for. */
export interface Demand {
  readonly kind: CostKind;
  readonly service: string;
  /** What it is for. */
  readonly item: string;
  readonly price: PriceName;
  /** A month. */
  readonly quantity: number;
}

export type Rows = readonly (readonly [service: string, item: string, price: PriceName, quantity: number])[];

/** Rows of a table as demands; what is not needed is left out. */
export function demands(kind: CostKind, rows: Rows): Demand[] {
  return rows.flatMap(([service, item, price, quantity]) => quantity > 0 ? [{ kind, service, item, price, quantity }] : []);
}

export const HOURS_OF_MONTH = 730;
export const SECONDS_OF_MONTH = HOURS_OF_MONTH * 3600;
export const GB = 1e9;
