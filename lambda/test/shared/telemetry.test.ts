import { NotAuthorizedException } from '@aws-sdk/client-cognito-identity-provider';
import { describeError } from '../../shared/telemetry';

describe('describeError', () => {
  test('keeps the message of our own errors, and where they came from', () => {
    const described = describeError(new Error('environment variable X is missing'));
    expect(described).toMatchObject({ error: 'Error', error_message: 'environment variable X is missing' });
    expect(described.at).toContain('telemetry.test');
    expect(described.at).not.toContain('environment variable');
  });

  test('leaves out the message of a service, which may quote a mail address', () => {
    const error = new NotAuthorizedException({ message: 'User jane@example.com is disabled', $metadata: { requestId: 'aws-1' } });
    expect(describeError(error)).toMatchObject({ error: 'NotAuthorizedException', error_message: undefined, aws_request_id: 'aws-1' });
    expect(JSON.stringify(describeError(error))).not.toContain('jane@');
  });

  test('leaves out the message of a JSON error, which quotes what it read', () => {
    let thrown: unknown;
    try {
      JSON.parse('hunter2');
    } catch (error) {
      thrown = error;
    }
    expect(JSON.stringify(describeError(thrown))).not.toContain('hunter2');
  });

  test.each([undefined, 'text', { secret: 1 }])('tells only the kind of %p, which is no error', (thrown) => {
    expect(describeError(thrown)).toEqual({ error: typeof thrown });
  });
});
