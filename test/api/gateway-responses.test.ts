import { at, text } from '../../projenrc/templates/json';
import { synthesize } from '../../projenrc/templates/synth';
import { PROBLEMS } from '../../src/contract/problems';

function responses(allowedOrigins: string[]) {
  return synthesize({ upload: { allowedOrigins } }).ofType('AWS::ApiGateway::GatewayResponse').map(({ properties }) => properties);
}

const all = responses(['https://app.example.com']);

describe('an error that API Gateway answers itself', () => {
  test.each(['UNAUTHORIZED', 'ACCESS_DENIED', 'MISSING_AUTHENTICATION_TOKEN', 'BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS', 'EXPIRED_TOKEN', 'THROTTLED',
    'REQUEST_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'DEFAULT_4XX', 'DEFAULT_5XX'])('has a form for %s', (type) => {
    expect(all.filter(({ ResponseType }) => ResponseType === type)).toHaveLength(1);
  });

  test('has the members of the handlers\' errors, and their media type', () => {
    for (const { ResponseTemplates, ResponseParameters, StatusCode } of all) {
      const body = JSON.parse(text(at(ResponseTemplates, 'application/json')));
      expect(Object.keys(body).sort()).toEqual(['code', 'detail', 'instance', 'status', 'title', 'type']);
      expect(body.status).toBe(Number(StatusCode));
      expect(body.instance).toBe('$context.requestId');
      expect(at(ResponseParameters, 'gatewayresponse.header.Content-Type')).toBe("'application/problem+json'");
    }
  });

  test('has a status and a title that the handlers would give with its code', () => {
    for (const { ResponseTemplates } of all) {
      const { code, status, title } = JSON.parse(text(at(ResponseTemplates, 'application/json')));
      expect({ code, status, title }).toEqual({ code, ...PROBLEMS[code as keyof typeof PROBLEMS] });
    }
  });

  // holds: threat.api.revealing-error
  test('gives nothing of the request away', () => {
    expect(JSON.stringify(all.map(({ ResponseTemplates }) => ResponseTemplates))).not.toMatch(/context\.error|method\.request/);
  });

  test('says when to try again where there were too many requests', () => {
    const throttled = all.find(({ ResponseType }) => ResponseType === 'THROTTLED')!;
    expect(at(throttled.ResponseParameters, 'gatewayresponse.header.Retry-After')).toBe("'1'");
  });

  test('names the origin where one is allowed', () => {
    for (const { ResponseParameters } of all) {
      expect(at(ResponseParameters, 'gatewayresponse.header.Access-Control-Allow-Origin')).toBe("'https://app.example.com'");
      expect(at(ResponseParameters, 'gatewayresponse.header.Vary')).toBe("'Origin'");
    }
  });

  test('echoes its caller where several are allowed: it cannot choose among them', () => {
    for (const { ResponseParameters } of responses(['https://a.example.com', 'https://b.example.com'])) {
      expect(at(ResponseParameters, 'gatewayresponse.header.Access-Control-Allow-Origin')).toBe('method.request.header.origin');
      expect(at(ResponseParameters, 'gatewayresponse.header.Vary')).toBe("'Origin'");
    }
  });

  test('may be read by any page where any is allowed', () => {
    for (const { ResponseParameters } of responses(['*'])) {
      expect(at(ResponseParameters, 'gatewayresponse.header.Access-Control-Allow-Origin')).toBe("'*'");
      expect(at(ResponseParameters, 'gatewayresponse.header.Vary')).toBeUndefined();
    }
  });

  test('may be read by no page where none is allowed', () => {
    for (const { ResponseParameters } of responses([])) expect(at(ResponseParameters, 'gatewayresponse.header.Access-Control-Allow-Origin')).toBeUndefined();
  });
});
