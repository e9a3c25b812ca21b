import { ArnFormat, Aws, Duration, Stack, Tags } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { imagesMetric, storedBytes } from './metrics';
import { Api } from '../api/api';
import { Metric as ImageMetric } from '../contract/environment';
import { CostModel } from '../cost/cost-model';
import { DAYS_OF_MONTH } from '../cost/demand';
import { BudgetSettings } from '../options/budget-options';

export interface BudgetProps extends BudgetSettings {
  readonly costs: CostModel;
  readonly api: Api;
  readonly stores: { readonly inputBucket: IBucket; readonly outputBucket: IBucket };
  readonly key: IKey;
  /** Value of the metrics' dimension, and of the tag. */
  readonly system: string;
  readonly topic?: ITopic;
}

const DAY = Duration.days(1);

/** Watches the cost: estimated from usage metrics, and with a cost allocation tag also by the bill. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, private readonly props: BudgetProps) {
    super(scope, id);
    this.watchUse();
    if (props.costAllocationTag !== undefined) this.watchBill(scope, props.costAllocationTag);
  }

  private watchUse(): void {
    const { monthlyLimitUsd, topic } = this.props;
    const alarm = new Alarm(this, 'SpendingAboveBudget', {
      metric: this.spending(),
      alarmDescription: `The estimated cost of a day exceeds a day's share of the monthly limit of ${monthlyLimitUsd} US dollars. See the requests and images on the dashboard, then Cost Explorer.`,
      threshold: monthlyLimitUsd / DAYS_OF_MONTH,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (topic) alarm.addAlarmAction(new SnsAction(topic));
  }

  /** US dollars per day. Missing data means no images, or a bucket whose size S3 has not reported yet. */
  private spending(): MathExpression {
    const { api, system, stores: { inputBucket, outputBucket }, costs } = this.props;
    const { fixed, image, requestsOfImage, view, storedByte } = costs.dailyRates();
    const usingMetrics: Record<string, IMetric> = {
      ready: imagesMetric(ImageMetric.IMAGES_READY, system, { period: DAY }),
      rejected: imagesMetric(ImageMetric.IMAGES_REJECTED, system, { period: DAY }),
      requests: api.restApi.metricCount({ period: DAY, statistic: 'Sum' }),
      originals: storedBytes(inputBucket),
      renditions: storedBytes(outputBucket),
    };
    const images = '(FILL(ready, 0) + FILL(rejected, 0))';
    const views = `(FILL(requests, 0) - ${requestsOfImage} * ${images})`;
    return new MathExpression({
      label: 'US dollars a day',
      period: DAY,
      usingMetrics,
      expression: [
        fixed.toFixed(6),
        `${images} * ${image.toFixed(9)}`,
        `IF(${views} > 0, ${views}, 0) * ${view.toFixed(9)}`,
        `(FILL(originals, REPEAT) + FILL(renditions, REPEAT)) * ${storedByte.toFixed(18)}`,
      ].join(' + '),
    });
  }

  private watchBill(system: Construct, tag: string): void {
    const { monthlyLimitUsd, emails, topic, key, system: value } = this.props;
    Tags.of(system).add(tag, value);
    if (topic) this.allowBudgetsToPublish(topic, key);
    const subscribers = [
      ...(topic ? [{ subscriptionType: 'SNS', address: topic.topicArn }] : []),
      ...emails.map((address) => ({ subscriptionType: 'EMAIL', address })),
    ];
    new CfnBudget(this, 'Bill', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyLimitUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:${tag}$${value}`] },
      },
      notificationsWithSubscribers: ['FORECASTED', 'ACTUAL'].map((notificationType) => ({
        notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold: 100, thresholdType: 'PERCENTAGE' },
        subscribers,
      })),
    });
  }

  /** No effect on an imported topic or key. A topic's first statement replaces the default policy that lets alarms publish, so both are added. */
  private allowBudgetsToPublish(topic: ITopic, key: IKey): void {
    const budgets = this.arn('budgets', '*', '');
    const alarms = this.arn('cloudwatch', 'alarm:*', Aws.REGION);
    const from = (service: string, sourceArn: string) => ({
      principals: [new ServicePrincipal(service)],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'aws:SourceArn': sourceArn } },
    });
    for (const source of [from('budgets.amazonaws.com', budgets), from('cloudwatch.amazonaws.com', alarms)]) {
      topic.addToResourcePolicy(new PolicyStatement({ ...source, actions: ['sns:Publish'], resources: [topic.topicArn] }));
    }
    key.addToResourcePolicy(new PolicyStatement({
      sid: 'EncryptBudgetNotifications', ...from('budgets.amazonaws.com', budgets), actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: ['*'],
    }));
  }

  private arn(service: string, resource: string, region: string): string {
    return Stack.of(this).formatArn({ service, resource, region, account: Aws.ACCOUNT_ID, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }
}
