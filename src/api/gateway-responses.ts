import { ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { gatewayOrigin } from './cors';
import { PROBLEM_TYPE_BASE, PROBLEMS, ProblemCode } from '../contract/problems';

interface GatewayProblem {
  readonly type: ResponseType;
  readonly code: ProblemCode;
  readonly detail: string;
}

const SEND_TOKEN = 'Send the id_token of a sign-in as "Authorization: Bearer <id_token>".';
const NO_SUCH_CALL = 'No call has this method and path.';
const NOT_ALLOWED = 'This caller may not make this call.';
const WAIT = 'Too many requests came within a short time. Wait, then try again.';
const REPORT = 'Try again; if it happens again, report the value of "instance".';
const NOT_REACHED = 'The call took too long or did not reach its handler. Try again.';

const problem = (type: ResponseType, code: ProblemCode, detail: string): GatewayProblem => ({ type, code, detail });

/** API Gateway's own responses, before or instead of a handler. */
const GATEWAY_PROBLEMS: readonly GatewayProblem[] = [
  problem(ResponseType.BAD_REQUEST_BODY, 'invalid-request', 'The body is not what this call takes.'),
  problem(ResponseType.BAD_REQUEST_PARAMETERS, 'invalid-request', 'A parameter is not what this call takes.'),
  problem(ResponseType.UNAUTHORIZED, 'unauthorized', SEND_TOKEN),
  problem(ResponseType.EXPIRED_TOKEN, 'unauthorized', 'The token is too old. Get a new one from /auth/refresh.'),
  problem(ResponseType.ACCESS_DENIED, 'forbidden', NOT_ALLOWED),
  problem(ResponseType.INVALID_API_KEY, 'forbidden', NOT_ALLOWED),
  problem(ResponseType.INVALID_SIGNATURE, 'forbidden', SEND_TOKEN),
  problem(ResponseType.WAF_FILTERED, 'forbidden', 'A firewall refused the request.'),
  // API Gateway's name for a path or method that it does not know.
  problem(ResponseType.MISSING_AUTHENTICATION_TOKEN, 'not-found', NO_SUCH_CALL),
  problem(ResponseType.RESOURCE_NOT_FOUND, 'not-found', NO_SUCH_CALL),
  problem(ResponseType.REQUEST_TOO_LARGE, 'request-too-large', 'Images go to the upload_url of POST /upload, not through the API.'),
  problem(ResponseType.UNSUPPORTED_MEDIA_TYPE, 'unsupported-media-type', 'Send the body as application/json.'),
  problem(ResponseType.THROTTLED, 'too-many-requests', WAIT),
  problem(ResponseType.QUOTA_EXCEEDED, 'too-many-requests', WAIT),
  problem(ResponseType.DEFAULT_4XX, 'invalid-request', 'The request could not be taken.'),
  problem(ResponseType.API_CONFIGURATION_ERROR, 'internal-error', REPORT),
  problem(ResponseType.AUTHORIZER_CONFIGURATION_ERROR, 'internal-error', REPORT),
  problem(ResponseType.AUTHORIZER_FAILURE, 'internal-error', REPORT),
  problem(ResponseType.INTEGRATION_FAILURE, 'service-unavailable', NOT_REACHED),
  problem(ResponseType.INTEGRATION_TIMEOUT, 'service-unavailable', NOT_REACHED),
  problem(ResponseType.DEFAULT_5XX, 'internal-error', REPORT),
];

/** Gives API Gateway's own errors the format of the handlers' errors, and CORS headers. */
export function addGatewayResponses(api: RestApi, allowedOrigins: readonly string[]): void {
  // The key of a template is what callers accept; the header sets the content type of the response.
  const headers = { 'Content-Type': "'application/problem+json'", 'Cache-Control': "'no-store'", ...gatewayOrigin(allowedOrigins) };
  for (const { type, code, detail } of GATEWAY_PROBLEMS) {
    const { status } = PROBLEMS[code];
    api.addGatewayResponse(pascalCase(type.responseType), {
      type,
      statusCode: String(status),
      responseHeaders: { ...headers, ...(status === 429 ? { 'Retry-After': "'1'" } : {}) },
      templates: { 'application/json': bodyTemplate(code, detail) },
    });
  }
}

function bodyTemplate(code: ProblemCode, detail: string): string {
  const { status, title } = PROBLEMS[code];
  // API Gateway fills in `instance`: the request id, which is also in the access log.
  return JSON.stringify({ type: PROBLEM_TYPE_BASE + code, title, status, detail, instance: '$context.requestId', code });
}

function pascalCase(constant: string): string {
  return constant.split('_').map((word) => word[0] + word.slice(1).toLowerCase()).join('');
}
