import { fail, requireMatch, requireNumber } from './check';

/**
 * Monthly cost limit of a system.
 *
 * An alarm compares the estimated cost of a day, by the prices of `estimateMonthlyCost()`, with a day's share of the limit. It
 * needs no account setup and goes off within a day; `docs/cost.md` says what the estimate includes. With `costAllocationTag`,
 * AWS Budgets also watches the bill.
 */
export interface BudgetOptions {
  /**
   * US dollars per month, at least 0.01.
   */
  readonly monthlyLimitUsd: number;

  /**
   * Key of a tag that identifies the costs of this system, for instance `image-management-system`. All resources of the system
   * get it, with a unique value, and a budget in AWS Budgets notifies `alarmTopic` and `emails` when the forecast or the bill
   * reaches the limit.
   *
   * Activate the tag for cost allocation in the billing console (of the management account, in an organization) once it
   * appears there, a day after deployment. Until then, and for earlier costs, the budget sees a cost of 0.
   *
   * @default - no budget in AWS Budgets
   */
  readonly costAllocationTag?: string;

  /**
   * E-mail addresses that AWS Budgets notifies, at most 10. Requires `costAllocationTag`: alarms notify a topic.
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
    if (emails.length > 0) fail('budget.emails', 'omitted without budget.costAllocationTag', String(emails.length), 'subscribe the addresses to alarmTopic instead');
    return { monthlyLimitUsd, emails };
  }
  requireMatch('budget.costAllocationTag', costAllocationTag, /^(?!aws:)[\w .:/=+\-@]{1,128}$/, 'a tag key: 1 to 128 letters, digits, spaces and _.:/=+-@, not starting with "aws:"');
  if (emails.length > MAX_EMAILS) fail('budget.emails', `at most ${MAX_EMAILS}`, String(emails.length), 'subscribe the others to alarmTopic');
  if (emails.length === 0 && !hasTopic) fail('budget.costAllocationTag', 'used with alarmTopic, alarmEmail or budget.emails', 'neither', 'set at least one of them');
  return { monthlyLimitUsd, costAllocationTag, emails };
}
