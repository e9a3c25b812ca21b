import { fail, requireMatch, requireNumber } from './check';

/**
 * What a system may cost in a month.
 *
 * An alarm compares a day's use with a day's share of the limit, by the prices of `estimateMonthlyCost()`: it needs nothing to be set up in the
 * account, and goes off within a day. It is a model: `docs/cost.md` says what it sees. With `costAllocationTag` a budget of AWS Budgets
 * watches the bill itself, too.
 */
export interface BudgetOptions {
  /**
   * US dollars in a month.
   */
  readonly monthlyLimitUsd: number;

  /**
   * Key of a tag that tells this system's costs from others', for instance `image-management-system`. Everything in the system gets it, with
   * a value of the system's own, and a budget of AWS Budgets over it is made, which tells `alarmTopic` and `emails` when the forecast or
   * the bill reaches the limit.
   *
   * Activate the tag for cost allocation in the billing console (in an organization: of its management account) once it has
   * appeared there, a day after the deployment. Until then, and for what was spent before, the budget sees a cost of 0.
   *
   * @default - no budget of AWS Budgets
   */
  readonly costAllocationTag?: string;

  /**
   * Addresses that AWS Budgets writes to, at most 10. They need `costAllocationTag`: an alarm writes to a topic.
   *
   * @default - none
   */
  readonly emails?: string[];
}

export interface BudgetSettings {
  readonly monthlyLimitUsd: number;
  readonly costAllocationTag?: string;
  readonly emails: readonly string[];
}

const MAX_EMAILS = 10;

export function toBudgetSettings({ monthlyLimitUsd, costAllocationTag, emails = [] }: BudgetOptions, hasTopic: boolean): BudgetSettings {
  requireNumber('budget.monthlyLimitUsd', monthlyLimitUsd, { min: 0.01, max: 1e9 });
  if (costAllocationTag === undefined) {
    if (emails.length > 0) fail('budget.emails', 'left out without budget.costAllocationTag', String(emails.length), 'subscribe the addresses to alarmTopic instead');
    return { monthlyLimitUsd, emails };
  }
  requireMatch('budget.costAllocationTag', costAllocationTag, /^(?!aws:)[\w .:/=+\-@]{1,128}$/, 'the key of a tag: 1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"');
  if (emails.length > MAX_EMAILS) fail('budget.emails', `at most ${MAX_EMAILS}`, String(emails.length), 'subscribe the others to alarmTopic');
  if (emails.length === 0 && !hasTopic) fail('budget.costAllocationTag', 'used with alarmTopic, budget.emails or both', 'neither', 'say who is to be told');
  return { monthlyLimitUsd, costAllocationTag, emails };
}
