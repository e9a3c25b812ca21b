import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmRows } from './alarm-row';
import { calculate, imagesMetric, MINUTES_5, SUM, sumOf } from './metrics';
import { Watched } from './watched';
import { Metric as ImageMetric } from '../contract/environment';

/** Of the API and the accounts behind it. */
export function callAlarms({ api, identity, platform: { system } }: Watched): AlarmRows {
  return {
    ApiServerErrors: {
      metric: api.restApi.metricServerError(SUM),
      says: 'The API answered requests with a 5xx status. See the access log for the route, then the log of its function.',
    },
    ApiSlow: {
      metric: api.restApi.metricLatency({ period: MINUTES_5, statistic: 'p95' }),
      threshold: 3_000,
      periods: 3,
      says: 'One of twenty answers of the API took three seconds or more, for a quarter of an hour. See the durations of its functions on the dashboard.',
    },
    AccountCallsThrottled: {
      metric: calculate(['SignUpThrottles', 'SignInThrottles'].map((metricName) => cognitoMetric(metricName, identity)), sumOf, { label: 'throttled', period: MINUTES_5 }),
      threshold: 10,
      says: 'Cognito refused sign-ups or sign-ins because there were too many: users are told to wait. See the access log for where they come from.',
    },
    MailsRefused: {
      metric: imagesMetric(ImageMetric.MAILS_REFUSED, system),
      says: 'Cognito could not send a mail with a code: nobody new gets in. See the log of auth-handler for whether its limit is reached or the sender is broken.',
    },
  };
}

function cognitoMetric(metricName: string, { userPool, client }: Watched['identity']): Metric {
  return new Metric({
    ...SUM, namespace: 'AWS/Cognito', metricName, dimensionsMap: { UserPool: userPool.userPoolId, UserPoolClient: client.userPoolClientId },
  });
}
