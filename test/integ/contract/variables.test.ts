import { Variables } from '../../../integ/contract/variables';

const ID = '0198c0de-0000-7000-8000-000000000001';
let variables: Variables;
beforeEach(() => {
  variables = new Variables();
  variables.remember({ image_id: ID, upload_url: `https://s3/bucket/${ID}?signature=1`, headers: {}, form: { url: 'https://s3/bucket', fields: {} } });
});

test('names stand for the values of the newest answers, and come back as values', () => {
  const request = { to: `/image/${ID}?size=small`, body: { id: ID } };
  const hidden = variables.hide(request);
  expect(hidden).toEqual({ to: '/image/{image_id}?size=small', body: { id: '{image_id}' } });
  expect(variables.fill(hidden)).toEqual(request);
  variables.remember({ image_id: 'another' });
  expect(variables.fill(hidden).to).toBe('/image/another?size=small');
});

test('the longest name that fits is taken', () => {
  expect(variables.hide({ to: `https://s3/bucket/${ID}?signature=1` })).toEqual({ to: '{upload_url}' });
});

test('a short value is hidden where it is the whole text alone', () => {
  variables.set('code', '123456');
  expect(variables.hide({ code: '123456', size: 'is 1234567 bytes' })).toEqual({ code: '{code}', size: 'is 1234567 bytes' });
});

test('fails for a name without a value', () => {
  expect(() => variables.fill('{id_token}')).toThrow('No answer so far had a value for {id_token}.');
});
