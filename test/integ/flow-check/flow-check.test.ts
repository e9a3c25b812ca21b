import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import https from 'https';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-jest';
import { FLOW_RESULT } from '../../../integ/flow-check/flow-result';
import { ROOT } from '../../../projenrc/documents';

type Json = string | readonly Json[] | { readonly [key: string]: Json };
interface Provider {
  isComplete(event: object, context: object): Promise<void>;
}

/** The code that calls the flow's function on AWS, and compares. */
const provider = jest.requireActual<Provider>(
  join(dirname(require.resolve('@aws-cdk/integ-tests-alpha')), 'assertions', 'providers', 'lambda-handler.bundle', 'index.js'));
const lambda = mockClient(LambdaClient);

/** As CloudFormation would fill it in, with names in place of what is imported and referred to. */
function filled(value: Json): Json {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(filled);
  const entries = Object.entries(value as Record<string, Json>);
  const [[key, inner]] = entries;
  if (key === 'Fn::Join') return (inner[1 as never] as Json[]).map(filled).join('');
  if (key === 'Fn::ImportValue' || key === 'Ref') return String(inner).replace(/^.*:/, '');
  return Object.fromEntries(entries.map(([name, part]) => [name, filled(part)]));
}

/** Synthesizes the app as the CDK's command line does. */
function assertionsOf(form: string): readonly object[] {
  const folder = mkdtempSync(join(tmpdir(), 'integration-app-'));
  const env = { ...process.env, NODE_OPTIONS: '', CDK_OUTDIR: folder, CDK_CONTEXT_JSON: '{"aws:cdk:disable-asset-staging":true}' };
  const { status, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/tsx'), [`integ/${form}.ts`], { cwd: ROOT, env, encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
  try {
    return readAssertions(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readAssertions(folder: string): readonly object[] {
  const { testCases } = JSON.parse(readFileSync(join(folder, 'integ.json'), 'utf8'));
  const [{ assertionStackName }] = Object.values<{ assertionStackName: string }>(testCases);
  const { Resources } = JSON.parse(readFileSync(join(folder, `${assertionStackName}.template.json`), 'utf8'));
  return Object.values<{ Type: string; Properties: { [key: string]: Json } }>(Resources)
    .filter(({ Type }) => Type.startsWith('Custom::DeployAssert@'))
    .map(({ Type, Properties: { ServiceToken: _, ...properties } }) => ({
      RequestType: 'Create', ResourceType: Type, LogicalResourceId: 'Assertion', ResponseURL: 'https://answers.example/', ResourceProperties: filled(properties),
    }));
}

describe('what integ-runner asserts on AWS', () => {
  const answers = (payload: object) =>
    lambda.reset().on(InvokeCommand).resolves({ StatusCode: 200, Payload: Buffer.from(JSON.stringify(payload)) as never });
  let told: string[];
  beforeEach(() => {
    told = [];
    jest.spyOn(console, 'log').mockReturnValue();
    jest.spyOn(https, 'request').mockImplementation(((_options: object, resolve: () => void) => ({
      on: () => {}, write: (body: string) => told.push(body), end: resolve,
    })) as never);
  });
  afterEach(() => jest.restoreAllMocks());

  test.each([
    ['integ.default', 1], ['integ.no-vpc', 1], ['integ.bring-your-own', 2],
  ])('of %s holds where the function finds all well, and for nothing else', async (form, systems) => {
    const assertions = assertionsOf(form);
    expect(assertions).toHaveLength(systems);
    for (const assertion of assertions) {
      const complete = () => provider.isComplete(assertion, { getRemainingTimeInMillis: () => 60_000 });
      answers(FLOW_RESULT);
      await complete();
      expect(told.map((body) => JSON.parse(body).Status)).toEqual(['SUCCESS']);
      const { FunctionName, Payload } = lambda.commandCalls(InvokeCommand)[0].args[0].input;
      expect(FunctionName).toMatch(/^ExportsOutputRefFlowCheck/);
      expect(JSON.parse(Buffer.from(Payload as never).toString())).toEqual({
        apiUrl: expect.stringMatching(/^https:\/\/\w+RestApi\w+\.execute-api\.Region\.URLSuffix\/\w+Stagev1\w+$/),
        userPoolId: expect.stringMatching(/User/),
      });
      for (const wrong of [{ ...FLOW_RESULT, left: ['large.jpeg'] }, { ...FLOW_RESULT, rejected: ['failed', null] }, { errorMessage: 'GET /images' }]) {
        answers(wrong);
        await expect(complete()).rejects.toThrow('Assertion');
      }
      expect(told.splice(0)).toHaveLength(1);
    }
  }, 120_000);
});
