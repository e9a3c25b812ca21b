import '../support/environment';
import { NotAuthorizedException } from '@aws-sdk/client-cognito-identity-provider';
import { createTelemetry, describeError } from '../../runtime/telemetry';

describe('describeError', () => {
  test('keeps the message of our own errors, and where they came from', () => {
    const described = describeError(new Error('environment variable X is missing'));
    expect(described).toMatchObject({ error: 'Error', error_message: 'environment variable X is missing' });
    expect(described.at).toContain('telemetry.test');
    expect(described.at).not.toContain('environment variable');
  });

  // holds: threat.logs.personal-data
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

describe('createTelemetry', () => {
  /** What it wrote, line by line. */
  function written(log: (telemetry: ReturnType<typeof createTelemetry>) => void): Record<string, unknown>[] {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
    // Powertools otherwise writes by a console of its own, which Jest does not know.
    process.env.POWERTOOLS_DEV = 'true';
    const sinks = (['info', 'warn', 'error'] as const).map((level) => jest.spyOn(console, level).mockImplementation((...texts) => { lines.push(texts.join(' ')); }));
    try {
      log(createTelemetry('resize'));
    } finally {
      process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
      delete process.env.POWERTOOLS_DEV;
      for (const spy of [write, ...sinks]) spy.mockRestore();
    }
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  test('puts what it is about into each of its lines, those of errors too', () => {
    const lines = written((telemetry) => {
      const about = telemetry.about({ request_id: 'request' }).about({ user_id: 'user', image_id: 'image' });
      about.info('begun');
      about.warn('odd', { count: 2 });
      about.error('broken', new Error('no'));
    });
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatchObject({ service: 'resize', request_id: 'request', user_id: 'user', image_id: 'image' });
    expect(lines[1]).toMatchObject({ count: 2 });
  });

  test('keeps that to itself: the lines of others are about nothing', () => {
    const [line] = written((telemetry) => {
      telemetry.about({ image_id: 'image' });
      telemetry.info('something else');
    });
    expect(line).not.toHaveProperty('image_id');
  });

  test('writes counts and durations as metrics of the system', () => {
    const lines = written((telemetry) => {
      telemetry.count('ImagesStarted');
      telemetry.about({ image_id: 'image' }).measure('StartDelayMilliseconds', 1_200);
    });
    expect(lines).toMatchObject([{ System: 'test', ImagesStarted: 1 }, { System: 'test', StartDelayMilliseconds: 1_200 }]);
    expect(lines[1]).toHaveProperty('_aws.CloudWatchMetrics', [expect.objectContaining({ Dimensions: [['System']], Metrics: [{ Name: 'StartDelayMilliseconds', Unit: 'Milliseconds' }] })]);
    expect(lines[1]).not.toHaveProperty('image_id');
  });
});
