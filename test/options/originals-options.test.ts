import { Duration, Lazy } from 'aws-cdk-lib';
import { originalsRules, renditionsRules, toOriginalsSettings } from '../../src/options/storage-options';

const days = (count: number) => Duration.days(count);

describe('the ages of originals', () => {
  test('are whole days, and none by default', () => {
    expect(toOriginalsSettings({ expireAfter: Duration.hours(48) })).toEqual({ expire: 2 });
    expect(toOriginalsSettings()).toEqual({});
    expect(originalsRules({})).toEqual([]);
  });

  test('may follow each other as closely as S3 takes it', () => {
    const [rule] = originalsRules(toOriginalsSettings({
      transitionToInfrequentAccessAfter: days(30), transitionToGlacierInstantRetrievalAfter: days(60), expireAfter: days(61),
    }));
    expect(rule.transitions!.map(({ storageClass, transitionAfter }) => [String(storageClass), transitionAfter!.toDays()]))
      .toEqual([['STANDARD_IA', 30], ['GLACIER_IR', 60]]);
    expect(rule.expiration!.toDays()).toBe(61);
    expect(rule.prefix).toBe('uploads/');
  });

  test('let Glacier come first where nothing moves to Standard-IA', () => {
    const [rule] = originalsRules(toOriginalsSettings({ transitionToGlacierInstantRetrievalAfter: days(1) }));
    expect(rule.transitions).toHaveLength(1);
    expect(rule.expiration).toBeUndefined();
  });

  const token = Lazy.number({ produce: () => 1 });
  test.each([
    [{ expireAfter: Duration.hours(12) }, 'originals.expireAfter (in days) must be a whole number between 1 and 36500, got 0.5'],
    [{ expireAfter: days(0) }, 'originals.expireAfter (in days) must be between 1 and 36500, got 0'],
    [{ expireAfter: days(token) },
      'originals.expireAfter must be known at synth, got a token (a value that exists only after deployment); write the duration itself'],
    [{ transitionToInfrequentAccessAfter: days(29) },
      'originals.transitionToInfrequentAccessAfter (in days) must be between 30 and 36500, got 29'],
    [{ transitionToInfrequentAccessAfter: days(40), transitionToGlacierInstantRetrievalAfter: days(69) },
      'originals.transitionToGlacierInstantRetrievalAfter (in days) must be at least 70, 30 after transitionToInfrequentAccessAfter (40), got 69; '
      + 'S3 keeps objects in Standard-IA for at least 30 days; omit one of the two, or increase this one'],
    [{ transitionToGlacierInstantRetrievalAfter: days(90), expireAfter: days(90) },
      'originals.expireAfter (in days) must be more than 90, the age of the last transition, got 90; increase it, or omit the transition'],
  ])('rejects %o with both values, the limit and the fix', (options, message) => {
    expect(() => toOriginalsSettings(options)).toThrow(new Error(message));
  });
});

describe('renditions', () => {
  test('stay where they are unless told otherwise', () => {
    expect(renditionsRules(false)).toEqual([]);
  });

  test('are watched by S3 from their first day where that is asked for', () => {
    const [{ prefix, transitions }] = renditionsRules(true);
    expect(prefix).toBe('images/');
    expect(transitions!.map(({ storageClass, transitionAfter }) => [String(storageClass), transitionAfter!.toDays()])).toEqual([['INTELLIGENT_TIERING', 0]]);
  });
});
