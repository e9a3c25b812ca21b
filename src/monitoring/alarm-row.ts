import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** It goes off where so many periods in a row reach the threshold. */
export interface AlarmRow {
  readonly metric: IMetric;
  /** @default 1 */
  readonly threshold?: number;
  /** @default 1 */
  readonly periods?: number;
  /** A sentence for whoever is called, and where to look. */
  readonly says: string;
}

/** By the alarm's id, of which docs/runbook.md has a heading each. */
export type AlarmRows = Readonly<Record<string, AlarmRow>>;
