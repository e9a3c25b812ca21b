import { Duration } from 'aws-cdk-lib';
import { CorsOptions } from 'aws-cdk-lib/aws-apigateway';

/** Preflight answers: API Gateway echoes the caller's origin where it is allowed, and says `Vary: Origin`. */
export function preflight(allowedOrigins: readonly string[]): CorsOptions | undefined {
  if (allowedOrigins.length === 0) return undefined;
  return {
    allowOrigins: [...allowedOrigins],
    allowMethods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
    allowHeaders: ['Authorization', 'Content-Type', 'Accept'],
    maxAge: Duration.hours(1),
  };
}

/**
 * CORS of the errors that API Gateway answers itself. A gateway response takes one fixed value and no condition, so
 * one origin is named, and several become `*`. That gives nothing away: these bodies are fixed texts, and the API
 * knows no cookies. Without it a browser hides the 401 or 429 from its own page.
 */
export function gatewayOrigin(allowedOrigins: readonly string[]): Record<string, string> {
  if (allowedOrigins.length === 0) return {};
  const [origin] = allowedOrigins.length === 1 ? allowedOrigins : ['*'];
  return {
    'Access-Control-Allow-Origin': `'${origin}'`,
    'Access-Control-Expose-Headers': "'Retry-After'",
    ...(origin === '*' ? {} : { Vary: "'Origin'" }),
  };
}
