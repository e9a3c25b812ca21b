import { Token } from 'aws-cdk-lib';
import { requireMatch, requireWhole } from './check';

/**
 * Options of the REST API.
 */
export interface ApiOptions {
  /**
   * Requests a second that each call of the API accepts over a longer time, 1 to 10000. Above, callers are answered 429.
   *
   * @default 100
   */
  readonly throttlingRateLimit?: number;

  /**
   * Requests that each call of the API accepts at once, 1 to 5000. Above, callers are answered 429.
   *
   * @default 200
   */
  readonly throttlingBurstLimit?: number;

  /**
   * Requests a second that each account call accepts over a longer time, 1 to 10000. Above, callers are answered 429.
   *
   * Account calls guess a password or a code, or have a mail sent: sign-up, verification, new code, sign-in and both steps
   * of a forgotten password. Renewing and ending a session has the limits of the other calls, so that a flood of sign-ins
   * does not reach those who are signed in.
   *
   * The limit is one for all callers together. Add a web ACL with a rate-based rule to hold single addresses.
   *
   * @default - 20, or `throttlingRateLimit` where that is lower
   */
  readonly authThrottlingRateLimit?: number;

  /**
   * Requests that each account call accepts at once, 1 to 5000. Above, callers are answered 429.
   *
   * @default - 40, or `throttlingBurstLimit` where that is lower
   */
  readonly authThrottlingBurstLimit?: number;

  /**
   * ARN of an AWS WAF web ACL that looks at every request first: a regional one, of the same account and region. What it
   * blocks is answered 403.
   *
   * @default - no firewall
   */
  readonly webAclArn?: string;

  /**
   * Whether to create the role through which API Gateway writes logs, and to name it in the settings that the
   * account has for this region. Without such a role API Gateway refuses to turn access logs on. The setting is one
   * for the whole account and region, so the role stays when the stack is deleted.
   *
   * Set it to false where the account has such a role already and should keep it.
   *
   * @default true
   */
  readonly cloudWatchRole?: boolean;
}

/** The options with their defaults, checked. */
export interface ApiSettings {
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  readonly authThrottlingRateLimit: number;
  readonly authThrottlingBurstLimit: number;
  readonly webAclArn?: string;
  readonly cloudWatchRole: boolean;
}

/** What API Gateway takes for a region of an account, unless AWS has raised it. */
const RATE = { min: 1, max: 10_000 };
const BURST = { min: 1, max: 5_000 };

const REGIONAL_WEB_ACL = /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\/[\w-]+\/[\w-]+$/;

export function toApiSettings(options: ApiOptions = {}): ApiSettings {
  const { throttlingRateLimit = 100, throttlingBurstLimit = 200, webAclArn, cloudWatchRole = true } = options;
  requireWhole('api.throttlingRateLimit', throttlingRateLimit, RATE);
  requireWhole('api.throttlingBurstLimit', throttlingBurstLimit, BURST);
  const {
    authThrottlingRateLimit = Math.min(20, throttlingRateLimit), authThrottlingBurstLimit = Math.min(40, throttlingBurstLimit),
  } = options;
  requireWhole('api.authThrottlingRateLimit', authThrottlingRateLimit, RATE);
  requireWhole('api.authThrottlingBurstLimit', authThrottlingBurstLimit, BURST);
  if (webAclArn !== undefined && !Token.isUnresolved(webAclArn)) {
    requireMatch('api.webAclArn', webAclArn, REGIONAL_WEB_ACL,
      'the ARN of a regional web ACL (arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>)');
  }
  return { throttlingRateLimit, throttlingBurstLimit, authThrottlingRateLimit, authThrottlingBurstLimit, webAclArn, cloudWatchRole };
}
