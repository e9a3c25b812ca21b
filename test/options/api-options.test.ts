import { Token } from 'aws-cdk-lib';
import { ApiOptions } from '../../src';
import { toApiSettings } from '../../src/options/api-options';

const token = Token.asNumber({ Ref: 'Number' });
const unknown = 'known at synth, got a token (a value that exists only after deployment); write the number itself';
const regional = 'the ARN of a regional web ACL (arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>)';
const webAclArn = 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/Edge/0f1e2d3c-1111-2222-3333-444455556666';

describe('API options', () => {
  test('hold account calls lower than the others, and never higher', () => {
    expect(toApiSettings()).toMatchObject({ authThrottlingRateLimit: 20, authThrottlingBurstLimit: 40 });
    const lower = toApiSettings({ throttlingRateLimit: 5, throttlingBurstLimit: 9 });
    expect(lower).toMatchObject({ authThrottlingRateLimit: 5, authThrottlingBurstLimit: 9 });
  });

  test.each([webAclArn, webAclArn.replace('arn:aws:', 'arn:aws-us-gov:'), Token.asString({ Ref: 'WebAcl' })])('take the web ACL %s', (arn) => {
    expect(toApiSettings({ webAclArn: arn }).webAclArn).toBe(arn);
  });

  test.each<[ApiOptions, string]>([
    [{ throttlingRateLimit: 0 }, 'api.throttlingRateLimit must be between 1 and 10000, got 0'],
    [{ throttlingRateLimit: 10_001 }, 'api.throttlingRateLimit must be between 1 and 10000, got 10001'],
    [{ throttlingRateLimit: 2.5 }, 'api.throttlingRateLimit must be a whole number between 1 and 10000, got 2.5'],
    [{ throttlingRateLimit: NaN }, 'api.throttlingRateLimit must be a whole number between 1 and 10000, got NaN'],
    [{ throttlingRateLimit: token }, `api.throttlingRateLimit must be ${unknown}`],
    [{ throttlingBurstLimit: 5001 }, 'api.throttlingBurstLimit must be between 1 and 5000, got 5001'],
    [{ throttlingBurstLimit: -1 }, 'api.throttlingBurstLimit must be between 1 and 5000, got -1'],
    [{ authThrottlingRateLimit: 0 }, 'api.authThrottlingRateLimit must be between 1 and 10000, got 0'],
    [{ authThrottlingBurstLimit: 1e6 }, 'api.authThrottlingBurstLimit must be between 1 and 5000, got 1000000'],
    [{ authThrottlingBurstLimit: token }, `api.authThrottlingBurstLimit must be ${unknown}`],
    [{ webAclArn: 'Edge' }, `api.webAclArn must be ${regional}, got 'Edge'`],
    [{ webAclArn: webAclArn.replace('regional', 'global') }, `api.webAclArn must be ${regional}, got '${webAclArn.replace('regional', 'global')}'`],
  ])('rejects %p', (options, message) => {
    expect(() => toApiSettings(options)).toThrow(new Error(message));
  });
});
