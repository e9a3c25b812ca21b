import { at, Json, text } from '../support/json';
import { Synthesized, synthesize } from '../support/synth';

const stack = synthesize({ upload: { allowedOrigins: ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'] } });

/** `POST /auth/signup`, from the tree of resources. */
function routes(synthesized: Synthesized): { call: string; properties: Record<string, Json> }[] {
  const parts = new Map(synthesized.ofType('AWS::ApiGateway::Resource').map(({ id, properties }) => [id, properties]));
  const path = (reference: string): string => {
    const resource = parts.get(reference.replace(/[<>]/g, ''));
    return resource ? `${path(text(resource.ParentId))}/${text(resource.PathPart)}` : '';
  };
  return synthesized.ofType('AWS::ApiGateway::Method')
    .map(({ properties }) => ({ call: `${text(properties.HttpMethod)} ${path(text(properties.ResourceId))}`, properties }));
}

const calls = routes(stack).filter(({ call }) => !call.startsWith('OPTIONS'));
const guarded = ['DELETE /image/{image_id}', 'GET /image/{image_id}', 'GET /images', 'POST /upload'];
const open = ['confirm-forgot-password', 'forgot-password', 'refresh', 'resend-code', 'signin', 'signout', 'signup', 'verify'].map((name) => `POST /auth/${name}`);

describe('the API', () => {
  test('has the calls of the contract, and no other', () => {
    expect(calls.map(({ call }) => call).sort()).toEqual([...guarded, ...open].sort());
  });

  test('asks for a sign-in at every image call, and at no account call', () => {
    const authorizer = stack.one('AWS::ApiGateway::Authorizer');
    expect(authorizer.properties.Type).toBe('COGNITO_USER_POOLS');
    for (const { call, properties } of calls) {
      expect([call, properties.AuthorizationType]).toEqual([call, guarded.includes(call) ? 'COGNITO_USER_POOLS' : 'NONE']);
      if (guarded.includes(call)) expect(text(properties.AuthorizerId)).toBe(`<${authorizer.id}>`);
    }
  });

  test('passes each call whole to its function, which this method of this API may call', () => {
    const handlers: Record<string, string> = { '/auth': 'auth-handler', '/uplo': 'upload-handler', '/imag': 'image-retrieval' };
    for (const { call, properties } of calls) {
      const lambda = stack.functionNamed(handlers[call.split(' ')[1].slice(0, 5)]);
      expect(at(properties.Integration, 'Type')).toBe('AWS_PROXY');
      expect(text(at(properties.Integration, 'Uri'))).toContain(lambda.id);
      const [method, path] = call.split(' ');
      const permissions = stack.ofType('AWS::Lambda::Permission').filter((permission) => text(permission.properties.FunctionName) === `<${lambda.id}.Arn>`)
        .map((permission) => text(permission.properties.SourceArn));
      const end = `/<${stack.one('AWS::ApiGateway::Stage').id}>/${method}${path.replace('{image_id}', '*')}`;
      expect(permissions).toContainEqual(expect.stringMatching(new RegExp(`${end.replace(/[*/]/g, '\\$&')}$`)));
    }
    expect(stack.ofType('AWS::Lambda::Permission')).toHaveLength(calls.length + 1);
  });

  test('answers a preflight of each allowed origin on every path', () => {
    const preflights = routes(stack).filter(({ call }) => call.startsWith('OPTIONS'));
    const paths = new Set(calls.map(({ call }) => call.split(' ')[1]));
    for (const path of paths) expect(preflights.map(({ call }) => call)).toContain(`OPTIONS ${path}`);
    for (const { properties } of preflights) {
      const response = JSON.stringify(at(properties.Integration, 'IntegrationResponses', 0));
      for (const origin of ['https://b.example.com', 'https://c.example.com']) expect(response).toContain(origin);
      expect(response).toContain("'Origin'");
      expect(response).toContain("'Authorization,Content-Type,Accept'");
      expect(properties.AuthorizationType).toBe('NONE');
    }
  });

  test('answers no preflight where no origin is allowed', () => {
    expect(routes(synthesize()).filter(({ call }) => call.startsWith('OPTIONS'))).toEqual([]);
  });

  test('logs each call in a line without query, headers and body', () => {
    const stage = stack.one('AWS::ApiGateway::Stage').properties;
    const fields = Object.values(JSON.parse(text(at(stage, 'AccessLogSetting', 'Format'))) as Record<string, string>);
    expect(fields).toContain('$context.requestId');
    for (const field of fields) expect(field).toMatch(/^\$context\.(?!requestOverride|authorizer\.claims\.email|path$)/);
    expect(at(stage, 'MethodSettings', 0)).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false });
  });

  test('is a stage v1 that throttles', () => {
    const stage = stack.one('AWS::ApiGateway::Stage').properties;
    expect(stage.StageName).toBe('v1');
    expect(at(stage, 'MethodSettings', 0)).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200, HttpMethod: '*', ResourcePath: '/*' });
    const other = synthesize({ api: { throttlingRateLimit: 5, throttlingBurstLimit: 7 } }).one('AWS::ApiGateway::Stage').properties;
    expect(at(other, 'MethodSettings', 0)).toMatchObject({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 });
  });

  test('sets the account\'s role for logs before its stage logs, keeps it, and leaves it alone where asked', () => {
    const account = stack.one('AWS::ApiGateway::Account');
    expect(stack.one('AWS::ApiGateway::Stage').body.DependsOn).toContain(account.id);
    expect([account.body.DeletionPolicy, stack.one('AWS::IAM::Role', 'CloudWatchRole').body.DeletionPolicy]).toEqual(['Retain', 'Retain']);
    expect(synthesize({ api: { cloudWatchRole: false } }).ofType('AWS::ApiGateway::Account')).toEqual([]);
  });

  test('adds no output to the stack', () => {
    expect(stack.template.toJSON().Outputs).toBeUndefined();
  });
});

describe('the functions of the API', () => {
  test('know their resources, and no more', () => {
    const names = (name: string) => Object.keys(stack.environmentOf(name)).filter((key) => !key.startsWith('POWERTOOLS')).sort();
    expect(names('auth-handler')).toEqual(['ALLOWED_ORIGINS', 'USER_POOL_CLIENT_ID']);
    expect(names('upload-handler')).toEqual(['ALLOWED_ORIGINS', 'ENCRYPTION_KEY_ARN', 'IMAGE_SETTINGS', 'INPUT_BUCKET', 'TABLE_NAME', 'URL_EXPIRY_SECONDS']);
    expect(names('image-retrieval')).toEqual(['ALLOWED_ORIGINS', 'IMAGE_SETTINGS', 'INPUT_BUCKET', 'OUTPUT_BUCKET', 'TABLE_NAME', 'URL_EXPIRY_SECONDS']);
    expect(JSON.parse(text(stack.environmentOf('auth-handler').ALLOWED_ORIGINS))).toHaveLength(3);
  });

  test('auth-handler may do nothing but log and trace', () => {
    const actions = stack.statementsOf(stack.roleOf(stack.functionNamed('auth-handler'))).flatMap((statement) => statement.actions);
    expect(actions).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
  });

  test('image-retrieval lists the objects of images, finished and in work, alone', () => {
    const listing = stack.statementsOf(stack.roleOf(stack.functionNamed('image-retrieval'))).find(({ actions }) => actions.includes('s3:ListBucket'))!;
    expect(listing.conditions).toEqual({ StringLike: { 's3:prefix': ['images/*', 'work/*'] } });
  });
});
