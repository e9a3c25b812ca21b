import { Duration } from 'aws-cdk-lib';
import { AuthorizationType, IResource, MockIntegration } from 'aws-cdk-lib/aws-apigateway';

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/**
 * Answers CORS preflights of a path without a function. A single origin, or `*`, is a fixed value; with several, an allowed
 * origin of the request is echoed. Without origins there are no preflights, and OPTIONS is a method like any other.
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
 * CORS headers of API Gateway's own errors; without them a browser hides a 401 or 429 from the page. A gateway response can
 * only use a fixed value or copy one from the request. With several origins it therefore echoes the origin of any request.
 * This is safe: the bodies are fixed texts, the API uses no cookies, and other origins fail at the preflight.
 */
export function gatewayOrigin(allowedOrigins: readonly string[]): Record<string, string> {
  if (allowedOrigins.length === 0) return {};
  return {
    // Header names are case-sensitive here, and HTTP/2, which browsers use with API Gateway, has lower-case names.
    [ALLOW_ORIGIN]: allowedOrigins.length === 1 ? `'${allowedOrigins[0]}'` : 'method.request.header.origin',
    'Access-Control-Expose-Headers': "'Retry-After'",
    ...vary(allowedOrigins),
  };
}

function vary([origin]: readonly string[]): Record<string, string> {
  return origin === '*' ? {} : { Vary: "'Origin'" };
}

/** The header name is in the case of HTTP/1.1 clients, or in lower case as HTTP/2 requires. */
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
