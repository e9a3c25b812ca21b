import { Token } from 'aws-cdk-lib';
import { requireMatch, requireWhole } from './check';

/**
 * Options of the REST API.
 */
export interface ApiOptions {
  /**
   * Steady-state requests per second for each API call, 1 to 10000. Further requests get status 429.
   *
   * @default 100
   */
  readonly throttlingRateLimit?: number;

  /**
   * Concurrent requests (burst) for each API call, 1 to 5000. Further requests get status 429.
   *
   * @default 200
   */
  readonly throttlingBurstLimit?: number;

  /**
   * Steady-state requests per second for each account call, 1 to 10000. Further requests get status 429.
   *
   * Account calls check a password or a code, or send an e-mail: sign-up, verification, new code, sign-in and both steps of
   * a forgotten password. Refreshing and ending a session have the limits of the other calls, so a flood of sign-ins does
   * not affect signed-in users.
   *
   * The limit applies to all callers together. Use a web ACL with a rate-based rule to limit single IP addresses.
   *
   * @default - 20, or `throttlingRateLimit` if that is lower
   */
  readonly authThrottlingRateLimit?: number;

  /**
   * Concurrent requests (burst) for each account call, 1 to 5000. Further requests get status 429.
   *
   * @default - 40, or `throttlingBurstLimit` if that is lower
   */
  readonly authThrottlingBurstLimit?: number;

  /**
   * ARN of an AWS WAF web ACL that inspects every request: a regional one, in the same account and region. Blocked requests
   * get status 403.
   *
   * @default - no firewall
   */
  readonly webAclArn?: string;

  /**
   * Whether to create the role with which API Gateway writes logs, and to set it in the account settings of this region.
   * Without one, API Gateway cannot write access logs. The setting applies to the whole account and region, so the role is
   * kept when the stack is deleted.
   *
   * Set it to false if the account already has such a role.
   *
   * @default true
   */
  readonly cloudWatchRole?: boolean;
}

/** The validated options with defaults. */
export interface ApiSettings {
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  readonly authThrottlingRateLimit: number;
  readonly authThrottlingBurstLimit: number;
  readonly webAclArn?: string;
  readonly cloudWatchRole: boolean;
}

/** Default quotas of API Gateway per account and region. */
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
