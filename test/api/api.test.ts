import { routes } from './support/routes';
import { at, list, text } from '../../projenrc/templates/json';
import { synthesize, Synthesized } from '../../projenrc/templates/synth';

const stack = synthesize({ upload: { allowedOrigins: ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'] } });

const guarded = ['DELETE /image/{image_id}', 'DELETE /user/{user_id}', 'GET /image/{image_id}', 'GET /images', 'POST /upload'];
const open = ['confirm-forgot-password', 'forgot-password', 'refresh', 'resend-code', 'signin', 'signout', 'signup', 'verify'].map((name) => `POST /auth/${name}`);
const all = routes(stack).filter(({ method }) => method !== 'OPTIONS');
const calls = all.filter(({ method }) => method !== 'ANY');
const catchAlls = all.filter(({ method }) => method === 'ANY');

describe('the API', () => {
  test('has the calls of the contract, and no other', () => {
    expect(calls.map(({ call }) => call).sort()).toEqual([...guarded, ...open].sort());
  });

  // holds: threat.api.forged-token
  test('asks for a sign-in at every image call, and at no account call', () => {
    const authorizer = stack.one('AWS::ApiGateway::Authorizer');
    expect(authorizer.properties.Type).toBe('COGNITO_USER_POOLS');
    for (const { call, properties } of calls) {
      expect([call, properties.AuthorizationType]).toEqual([call, guarded.includes(call) ? 'COGNITO_USER_POOLS' : 'NONE']);
      if (guarded.includes(call)) expect(text(properties.AuthorizerId)).toBe(`<${authorizer.id}>`);
    }
  });

  test('passes each call whole to its function', () => {
    const handlers: Record<string, string> = { '/auth': 'auth-handler', '/uplo': 'upload-handler', '/imag': 'image-retrieval', '/user': 'image-retrieval' };
    for (const { path, properties } of calls) {
      expect(at(properties.Integration, 'Type')).toBe('AWS_PROXY');
      expect(text(at(properties.Integration, 'Uri'))).toContain(`<${stack.functionNamed(handlers[path.slice(0, 5)]).id}.Arn>`);
    }
  });

  test('leads every other method and path to auth-handler, which may do nothing, without a sign-in', () => {
    const paths = new Set(all.map(({ path }) => path));
    expect([...paths].sort()).toEqual(['/', '/{proxy+}', '/auth', '/image', '/user', ...new Set(calls.map(({ path }) => path))].sort());
    expect(catchAlls.map(({ path }) => path).sort()).toEqual([...paths].sort());
    for (const { properties } of catchAlls) {
      expect(properties.AuthorizationType).toBe('NONE');
      expect(at(properties.Integration, 'Type')).toBe('AWS_PROXY');
      expect(text(at(properties.Integration, 'Uri'))).toContain(`<${stack.functionNamed('auth-handler').id}.Arn>`);
    }
  });

  // holds: threat.api.unguarded-method
  test('may call auth-handler from every method of its stage, and the others from their own calls alone', () => {
    const from = (name: string) => stack.ofType('AWS::Lambda::Permission').map(({ properties }) => properties)
      .filter((properties) => text(properties.FunctionName) === `<${stack.functionNamed(name).id}.Arn>`)
      .map((properties) => [properties.Principal, text(properties.SourceArn).split(`:<${stack.one('AWS::ApiGateway::RestApi').id}>`)[1]]);
    const stage = `<${stack.one('AWS::ApiGateway::Stage').id}>`;
    const allowed = (...ends: string[]) => ends.map((end) => ['apigateway.amazonaws.com', `/${stage}/${end}`]);
    expect(from('auth-handler')).toEqual(allowed('*/*'));
    expect(from('upload-handler')).toEqual(allowed('POST/upload'));
    expect(from('image-retrieval')).toEqual(allowed('GET/images', 'GET/image/*', 'DELETE/image/*', 'DELETE/user/*'));
  });

  // holds: threat.app.user-denial, threat.api.untraced-call, threat.output.untraced-read, threat.cloudfront.untraced-read
  test('logs each call in a line without query, headers and body', () => {
    const stage = stack.one('AWS::ApiGateway::Stage').properties;
    const fields = Object.values(JSON.parse(text(at(stage, 'AccessLogSetting', 'Format'))) as Record<string, string>);
    expect(fields).toContain('$context.requestId');
    for (const field of fields) expect(field).toMatch(/^\$context\.(?!requestOverride|authorizer\.claims\.email|path$)/);
    for (const settings of list(stage.MethodSettings)) expect(settings).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false, MetricsEnabled: false });
  });

  // holds: threat.api.flood
  test('is a stage v1 that throttles', () => {
    const stage = stack.one('AWS::ApiGateway::Stage').properties;
    expect(stage.StageName).toBe('v1');
    expect(at(stage, 'MethodSettings', 0)).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200, HttpMethod: '*', ResourcePath: '/*' });
    const other = synthesize({ api: { throttlingRateLimit: 5, throttlingBurstLimit: 7 } }).one('AWS::ApiGateway::Stage').properties;
    expect(at(other, 'MethodSettings', 0)).toMatchObject({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 });
  });

  // holds: threat.app.account-takeover, threat.api.flood
  test('throttles what guesses a password or a code or has a mail sent more, and leaves those who are signed in alone', () => {
    const limits = (synthesized: Synthesized) => Object.fromEntries(list(synthesized.one('AWS::ApiGateway::Stage').properties.MethodSettings).slice(1)
      .map((settings) => [text(at(settings, 'ResourcePath')).replaceAll('~1', '/'), [at(settings, 'HttpMethod'), at(settings, 'ThrottlingRateLimit'), at(settings, 'ThrottlingBurstLimit')]]));
    const held = ['confirm-forgot-password', 'forgot-password', 'resend-code', 'signin', 'signup', 'verify'].map((name) => `//auth/${name}`);
    expect(limits(stack)).toEqual(Object.fromEntries(held.map((path) => [path, ['POST', 20, 40]])));
    const other = limits(synthesize({ api: { authThrottlingRateLimit: 3, authThrottlingBurstLimit: 4 } }));
    expect(other).toEqual(Object.fromEntries(held.map((path) => [path, ['POST', 3, 4]])));
  });

  // holds: threat.api.flood
  test('stands behind a web ACL where one is given', () => {
    const webAclArn = 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/Edge/0f1e2d3c';
    const behind = synthesize({ api: { webAclArn } });
    const association = behind.one('AWS::WAFv2::WebACLAssociation').properties;
    expect(association.WebACLArn).toBe(webAclArn);
    expect(text(association.ResourceArn)).toBe('arn:<AWS::Partition>:apigateway:<AWS::Region>::/restapis/'
      + `<${behind.one('AWS::ApiGateway::RestApi').id}>/stages/<${behind.one('AWS::ApiGateway::Stage').id}>`);
    expect(stack.ofType('AWS::WAFv2::WebACLAssociation')).toEqual([]);
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
  // holds: threat.auth.lateral-movement
  test('know their resources, and no more', () => {
    const names = (name: string) => Object.keys(stack.environmentOf(name)).filter((key) => !/^(?:POWERTOOLS|SYSTEM)/.test(key)).sort();
    expect(names('auth-handler')).toEqual(['ALLOWED_ORIGINS', 'PASSWORD_POLICY', 'USER_POOL_CLIENT_ID']);
    expect(names('upload-handler')).toEqual(['ALLOWED_ORIGINS', 'ENCRYPTION_KEY_ARN', 'IMAGE_SETTINGS', 'INPUT_BUCKET', 'MAX_GRANTS_PER_MINUTE',
      'MAX_OPEN_GRANTS', 'TABLE_NAME', 'URL_EXPIRY_SECONDS']);
    expect(names('image-retrieval')).toEqual(['ALLOWED_ORIGINS', 'DELIVERY', 'ERASE_USER_STATE_MACHINE_ARN', 'IMAGE_SETTINGS', 'INPUT_BUCKET', 'OUTPUT_BUCKET',
      'TABLE_NAME', 'URL_EXPIRY_SECONDS']);
    expect(JSON.parse(text(stack.environmentOf('auth-handler').ALLOWED_ORIGINS))).toHaveLength(3);
  });

  // holds: threat.auth.lateral-movement
  test('auth-handler may do nothing but log and trace', () => {
    const actions = stack.statementsOf(stack.roleOf(stack.functionNamed('auth-handler'))).flatMap((statement) => statement.actions);
    expect(actions).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
  });

  // holds: threat.retrieval.false-administrator
  test('image-retrieval may start the erasure of a user, and no other state machine', () => {
    const starts = stack.statementsOf(stack.roleOf(stack.functionNamed('image-retrieval'))).filter(({ actions }) => actions.some((action) => action.startsWith('states:')));
    expect(starts.map(({ actions, resources }) => [actions, resources])).toEqual([[['states:StartExecution'], [expect.stringMatching(/^<ImagesErasureStateMachine\w+>$/)]]]);
  });

  // holds: threat.retrieval.bulk-read
  test('image-retrieval lists the objects of images, finished and in work, alone', () => {
    const listing = stack.statementsOf(stack.roleOf(stack.functionNamed('image-retrieval'))).find(({ actions }) => actions.includes('s3:ListBucket'))!;
    expect(listing.conditions).toEqual({ StringLike: { 's3:prefix': ['images/*', 'work/*'] } });
  });
});
