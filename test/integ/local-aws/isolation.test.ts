import { reachableApiUrl } from '../../../integ/local-aws/deploy';
import { awsEnvironment, cleanEnvironment, pathWithNode } from '../../../integ/local-aws/environment';
import { startLocalAws } from '../../../integ/local-aws/local-aws';
import { givenEndpoint } from '../../../integ/local-aws/settings';

const caller = {
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'AKIAREAL',
  AWS_SESSION_TOKEN: 'real',
  AWS_REGION: 'eu-west-1',
  NODE_OPTIONS: '--inspect',
  NODE_PATH: '/elsewhere',
  HTTPS_PROXY: 'http://proxy',
  HOME: '/home/caller',
  PATH: '/usr/bin',
  LANG: 'C',
};
let before: NodeJS.ProcessEnv;

beforeEach(() => {
  before = process.env;
  process.env = { ...caller };
});
afterEach(() => {
  process.env = before;
});

// holds: promise.local-aws
test('neither the emulator nor the CDK CLI sees the account, the proxy or the Node options of the caller', () => {
  expect(cleanEnvironment('/tmp/run')).toEqual({ HOME: '/tmp/run', TMPDIR: '/tmp/run', PATH: '/usr/bin', LANG: 'C' });
});

test('AWS clients get the emulator\'s address and credentials, and no way to the caller\'s', () => {
  const environment = { ...cleanEnvironment('/tmp/run'), ...awsEnvironment('http://127.0.0.1:4566') };
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

test.each([
  'https://s3.eu-west-1.amazonaws.com', 'https://amazonaws.com', 'https://sts.cn-north-1.amazonaws.com.cn', 'https://lambda.eu-west-1.api.aws/',
])('rejects %s as an emulator: it is a real account\'s', async endpoint => {
  process.env.AWS_ENDPOINT_URL = endpoint;
  expect(givenEndpoint).toThrow('The local AWS never works on a real account');
  await expect(startLocalAws({ build: false })).rejects.toThrow('The local AWS never works on a real account');
});

test('fails with what to do where no emulator answers at the given address', async () => {
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9';
  await expect(startLocalAws({ build: false })).rejects.toThrow('no MiniStack answers there. Start it, or unset the variable');
});

test('handlers run on the Node release of the functions', () => {
  expect(pathWithNode()).toMatch(/node_modules\/node\/bin:\/usr\/bin$/);
});

test('the address of the API is the emulator\'s, with the stage and without a slash at the end', () => {
  expect(reachableApiUrl('https://abc123.execute-api.us-east-1.amazonaws.com/v1', 'http://127.0.0.1:4566'))
    .toBe('http://127.0.0.1:4566/restapis/abc123/v1/_user_request_');
  expect(reachableApiUrl('https://abc123.execute-api.us-east-1.amazonaws.com/v1/', 'http://127.0.0.1:4566'))
    .toBe('http://127.0.0.1:4566/restapis/abc123/v1/_user_request_');
});
