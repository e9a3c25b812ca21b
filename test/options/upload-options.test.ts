import { Duration, Size, Token } from 'aws-cdk-lib';
import { UploadOptions } from '../../src';
import { toUploadSettings } from '../../src/options/upload-options';

const token = Token.asNumber({ Ref: 'Number' });
const unknown = 'known at synth, got a token (a value that exists only after deployment)';

describe('upload options', () => {
  test('come in the units of the handlers', () => {
    expect(toUploadSettings({ maxFileSize: Size.mebibytes(1), urlExpiry: Duration.minutes(1), maxOpenGrants: 5, maxGrantsPerMinute: 7, allowedOrigins: ['https://a.example.com:8443', 'http://localhost:3000'] }))
      .toEqual({ maxFileSize: 1048576, urlExpirySeconds: 60, maxOpenGrants: 5, maxGrantsPerMinute: 7, allowedOrigins: ['https://a.example.com:8443', 'http://localhost:3000'] });
  });

  test('take an origin that is known only after deployment', () => {
    const origin = Token.asString({ Ref: 'Origin' });
    expect(toUploadSettings({ allowedOrigins: [origin] }).allowedOrigins).toEqual([origin]);
  });

  const origin = (text: string) => `upload.allowedOrigins: '${text}' must be a scheme and a host, with a port unless it is the default, got something else; `
    + 'write it as browsers send it, for instance https://app.example.com, without a path or trailing slash';
  test.each<[UploadOptions, string]>([
    [{ maxFileSize: Size.bytes(0) }, 'upload.maxFileSize (in bytes) must be between 1 and 209715200, got 0'],
    [{ maxFileSize: Size.gibibytes(1) }, 'upload.maxFileSize (in bytes) must be between 1 and 209715200, got 1073741824'],
    [{ maxFileSize: Size.mebibytes(token) }, `upload.maxFileSize must be ${unknown}; write the size itself`],
    [{ urlExpiry: Duration.seconds(0) }, 'upload.urlExpiry (in seconds) must be between 1 and 3600, got 0'],
    [{ urlExpiry: Duration.millis(1500) }, 'upload.urlExpiry (in seconds) must be a whole number between 1 and 3600, got 1.5'],
    [{ urlExpiry: Duration.hours(2) }, 'upload.urlExpiry (in seconds) must be between 1 and 3600, got 7200'],
    [{ urlExpiry: Duration.minutes(token) }, `upload.urlExpiry must be ${unknown}; write the duration itself`],
    [{ maxOpenGrants: 0 }, 'upload.maxOpenGrants must be between 1 and 10000, got 0'],
    [{ maxOpenGrants: 1.5 }, 'upload.maxOpenGrants must be a whole number between 1 and 10000, got 1.5'],
    [{ maxOpenGrants: token }, `upload.maxOpenGrants must be ${unknown}; write the number itself`],
    [{ maxGrantsPerMinute: 10_001 }, 'upload.maxGrantsPerMinute must be between 1 and 10000, got 10001'],
    [{ maxGrantsPerMinute: NaN }, 'upload.maxGrantsPerMinute must be a whole number between 1 and 10000, got NaN'],
    [{ maxGrantsPerMinute: token }, `upload.maxGrantsPerMinute must be ${unknown}; write the number itself`],
    [{ allowedOrigins: ['https://a.example.com/'] }, origin('https://a.example.com/')],
    [{ allowedOrigins: ['a.example.com'] }, origin('a.example.com')],
    [{ allowedOrigins: ['https://A.example.com'] }, origin('https://A.example.com')],
    [{ allowedOrigins: ['https://a.example.com:443'] }, origin('https://a.example.com:443')],
    [{ allowedOrigins: ['ftp://a.example.com'] }, origin('ftp://a.example.com')],
    [{ allowedOrigins: ['*', 'https://a.example.com'] },
      'upload.allowedOrigins must be a list of origins or only "*", got ["*","https://a.example.com"]; "*" allows every origin already'],
    [{ allowedOrigins: ['https://a.example.com', 'https://a.example.com'] }, "upload.allowedOrigins must be a list of different origins, got 'https://a.example.com' twice"],
  ])('rejects %p', (options, message) => {
    expect(() => toUploadSettings(options)).toThrow(new Error(message));
  });
});
