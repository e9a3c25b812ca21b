import { Duration } from 'aws-cdk-lib';
import { AuthorizationType, IResource, MockIntegration } from 'aws-cdk-lib/aws-apigateway';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/**
 * Answers the preflights of a path without a function. One origin, or `*`, is a fixed value; among several the caller's own is
 * echoed where it is allowed. Where none is allowed there are no preflights, and OPTIONS is a method like any other.
 */
export function addPreflight(resource: IResource, allowedOrigins: readonly string[]): void {
  if (allowedOrigins.length === 0) return;
  const fixed = {
    ...(allowedOrigins.length === 1 ? { [ALLOW_ORIGIN]: `'${allowedOrigins[0]}'` } : {}),
    'Access-Control-Allow-Methods': "'GET,POST,DELETE,OPTIONS'",
    'Access-Control-Allow-Headers': "'Authorization,Content-Type,Accept'",
    'Access-Control-Max-Age': `'${Duration.hours(1).toSeconds()}'`,
    ...vary(allowedOrigins),
  };
  resource.addMethod('OPTIONS', new MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 204}' },
    integrationResponses: [{
      statusCode: '204',
      responseParameters: headers(fixed, (value) => value),
      responseTemplates: allowedOrigins.length > 1 ? { 'application/json': echoTemplate(allowedOrigins) } : undefined,
    }],
  }), {
    authorizationType: AuthorizationType.NONE,
    methodResponses: [{ statusCode: '204', responseParameters: headers({ ...fixed, [ALLOW_ORIGIN]: '' }, () => true) }],
  });
}

/**
 * CORS of the errors that API Gateway answers itself; without it a browser hides a 401 or 429 from its own page. A gateway
 * response takes one value or copies one of the request, and knows no condition. So several origins become an echo of whoever
 * calls. That gives nothing away: these bodies are fixed texts, the API knows no cookies, and another origin's page gets no
 * further than its preflight.
 */
export function gatewayOrigin(allowedOrigins: readonly string[]): Record<string, string> {
  if (allowedOrigins.length === 0) return {};
  return {
    // Header names are matched by letter case here, and HTTP/2, which browsers speak with API Gateway, has them in lower case.
    [ALLOW_ORIGIN]: allowedOrigins.length === 1 ? `'${allowedOrigins[0]}'` : 'method.request.header.origin',
    'Access-Control-Expose-Headers': "'Retry-After'",
    ...vary(allowedOrigins),
  };
}

function vary([origin]: readonly string[]): Record<string, string> {
  return origin === '*' ? {} : { Vary: "'Origin'" };
}

/** The name of the header is spelled as HTTP/1.1 clients send it, or as HTTP/2 demands it. */
function echoTemplate(allowedOrigins: readonly string[]): string {
  const isAllowed = allowedOrigins.map((origin) => `$origin == "${origin}"`).join(' || ');
  return [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if($origin == "")',
    '  #set($origin = $input.params().header.get("origin"))',
    '#end',
    `#if(${isAllowed})`,
    `  #set($context.responseOverride.header.${ALLOW_ORIGIN} = $origin)`,
    '#end',
  ].join('\n');
}

function headers<T>(values: Record<string, string>, to: (value: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`method.response.header.${name}`, to(value)]));
}
