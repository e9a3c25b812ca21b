import { requireWhole } from './check';

/**
 * Options of the REST API.
 */
export interface ApiOptions {
  /**
   * Requests a second that the API accepts over a longer time, 1 to 10000. Above, callers are answered 429.
   *
   * @default 100
   */
  readonly throttlingRateLimit?: number;

  /**
   * Requests that the API accepts at once, 1 to 5000. Above, callers are answered 429.
   *
   * @default 200
   */
  readonly throttlingBurstLimit?: number;

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

export interface ApiSettings {
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  readonly cloudWatchRole: boolean;
}

export function toApiSettings(options: ApiOptions = {}): ApiSettings {
  const { throttlingRateLimit = 100, throttlingBurstLimit = 200, cloudWatchRole = true } = options;
  requireWhole('api.throttlingRateLimit', throttlingRateLimit, { min: 1, max: 10_000 });
  requireWhole('api.throttlingBurstLimit', throttlingBurstLimit, { min: 1, max: 5_000 });
  return { throttlingRateLimit, throttlingBurstLimit, cloudWatchRole };
}
