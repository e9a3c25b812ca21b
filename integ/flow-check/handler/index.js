/**
 * Uploads an image to a deployed system as a user does, and reports the result. Plain JavaScript on the SDK of the runtime,
 * deployed without a build. It creates the user, the password and the tokens, and passes none of them on.
 */
const { randomBytes } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const {
  AdminCreateUserCommand, AdminDeleteUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient,
} = require('@aws-sdk/client-cognito-identity-provider');

/** Of one image. The function itself has longer, so that it can still clean up. */
const LIMIT_MS = 60_000;
const ENDS = ['ready', 'rejected', 'failed'];

const cognito = new CognitoIdentityProviderClient();

/**
 * Throws at the first answer that is not as it should be. Whatever happens, neither the user nor an image stays: a bucket
 * with an object in it could not be removed with the stack.
 */
exports.handler = async ({ apiUrl, userPoolId }) => {
  const Username = `flow-check-${randomBytes(6).toString('hex')}@example.com`;
  const Password = `Aa1!${randomBytes(18).toString('base64url')}`;
  const UserAttributes = [{ Name: 'email', Value: Username }, { Name: 'email_verified', Value: 'true' }];
  await cognito.send(new AdminCreateUserCommand({ UserPoolId: userPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
  try {
    await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId: userPoolId, Username, Password, Permanent: true }));
    const { id_token: token } = await call(apiUrl, 'POST', '/auth/signin', 200, { body: { email: Username, password: Password } });
    return await check(apiUrl, token);
  } finally {
    await cognito.send(new AdminDeleteUserCommand({ UserPoolId: userPoolId, Username }));
  }
};

async function check(apiUrl, token) {
  const as = (method, path, status, body) => call(apiUrl, method, path, status, { token, body });
  const images = [];
  try {
    await call(apiUrl, 'GET', '/images', 401, {});
    const [ready, rejected] = await ended([
      upload(as, images, readFileSync(join(__dirname, 'picture.jpg'))),
      upload(as, images, Buffer.from('These bytes are no picture.')),
    ]);
    const pictures = await picturesOf(as, ready);
    await Promise.all(images.map((id) => as('DELETE', `/image/${id}`, 204)));
    await Promise.all(images.map((id) => as('GET', `/image/${id}`, 404)));
    return {
      ready: [ready.status, ...pictures.map(({ name }) => name)],
      rejected: [rejected.status, rejected.reason],
      left: await namesOfReachable(pictures),
    };
  } catch (error) {
    await Promise.allSettled(images.map((id) => as('DELETE', `/image/${id}`, 204)));
    throw error;
  }
}

/** Like Promise.all, but waits until all have ended: one that continued could create an image that is never deleted. */
async function ended(promises) {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** The record of an image of these bytes, once its processing has ended. */
async function upload(as, images, bytes) {
  const granted = await as('POST', '/upload', 201, { filename: 'picture.jpg', content_type: 'image/jpeg', size: bytes.length });
  images.push(granted.image_id);
  // The length is what fetch sets itself.
  const headers = Object.entries(granted.headers).filter(([name]) => name.toLowerCase() !== 'content-length');
  const stored = await fetch(granted.upload_url, { method: granted.method, headers, body: bytes });
  if (!stored.ok) throw new Error(`S3 answered the upload ${stored.status} ${/(?<=<Code>)\w+/.exec(await stored.text())}`);
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const record = await as('GET', `/image/${granted.image_id}`, 200);
    if (ENDS.includes(record.status)) return record;
    if (Date.now() >= end) throw new Error(`After ${LIMIT_MS / 1000} s the image is still ${record.status}.`);
    await sleep(500);
  }
}

/** Each rendition's name and URL, after it was fetched and found to be what its record says. */
async function picturesOf(as, { image_id: id, renditions }) {
  const pictures = await Promise.all(renditions.map(async ({ size, format, bytes }) => {
    const { url } = await as('GET', `/image/${id}?size=${size}&format=${format}`, 200);
    const picture = await fetch(url);
    const got = [picture.status, picture.headers.get('content-type'), (await picture.arrayBuffer()).byteLength].join(' ');
    const expected = [200, `image/${format}`, bytes].join(' ');
    if (got !== expected) throw new Error(`The rendition ${size}.${format} should be ${expected}, and is ${got}.`);
    return { name: `${size}.${format}`, url };
  }));
  return pictures.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function namesOfReachable(pictures) {
  const answers = await Promise.all(pictures.map(async ({ name, url }) => ({ name, ok: (await fetch(url)).ok })));
  return answers.filter(({ ok }) => ok).map(({ name }) => name);
}

/** The answer's JSON. The error quotes the body only of a failure: that of a success may contain tokens or signed URLs. */
async function call(apiUrl, method, path, expected, { token, body }) {
  const answer = await fetch(apiUrl + path, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== expected) {
    throw new Error(`${method} ${path} should answer ${expected}, and answered ${answer.status}${answer.ok ? '' : `: ${text.slice(0, 500)}`}`);
  }
  return text && JSON.parse(text);
}
