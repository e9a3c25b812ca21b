import { ArnFormat, Aws, Duration, Stack, Tags } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { imagesMetric } from './metrics';
import { Api } from '../api/api';
import { Metric as ImageMetric } from '../contract/environment';
import { CostModel } from '../cost/cost-model';
import { dailyRates, DAYS_OF_MONTH } from '../cost/daily-rates';
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

/** Watches the cost: by the system's use, in any account, and where a tag is given by the bill as well. */
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
      alarmDescription: `A day's use costs more than a day's share of ${monthlyLimitUsd} US dollars a month, by the cost model. See the requests and images of the dashboard, then Cost Explorer.`,
      threshold: monthlyLimitUsd / DAYS_OF_MONTH,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (topic) alarm.addAlarmAction(new SnsAction(topic));
  }

  /** US dollars of a day. A missing number is a day without images, or a bucket whose size S3 has not told yet. */
  private spending(): MathExpression {
    const { api, system, stores: { inputBucket, outputBucket }, costs } = this.props;
    const { fixed, image, requestsOfImage, view, storedByte } = dailyRates(costs);
    const usingMetrics: Record<string, IMetric> = {
      ready: imagesMetric(ImageMetric.IMAGES_READY, system, { period: DAY }),
      rejected: imagesMetric(ImageMetric.IMAGES_REJECTED, system, { period: DAY }),
      requests: api.restApi.metricCount({ period: DAY, statistic: 'Sum' }),
      originals: bytesIn(inputBucket),
      renditions: bytesIn(outputBucket),
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
    if (topic) this.letBudgetsPublish(topic, key);
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

  /** No effect on an imported topic or key. A topic's first statement takes the default away that lets alarms publish: both are written. */
  private letBudgetsPublish(topic: ITopic, key: IKey): void {
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

/** S3 tells it once a day, for nothing. */
function bytesIn({ bucketName }: IBucket): Metric {
  return new Metric({
    namespace: 'AWS/S3',
    metricName: 'BucketSizeBytes',
    dimensionsMap: { BucketName: bucketName, StorageType: 'StandardStorage' },
    period: DAY,
    statistic: 'Average',
  });
}
