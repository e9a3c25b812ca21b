import { resized, VALIDATED } from './support/verdicts';
import { WatermarkResult, WorkflowRun } from '../../../../src/contract/workflow';
import { outcomeOf } from '../../../pipeline/record-outcome/outcome-of';

const upload = { user_id: 'user', image_id: 'id', key: 'uploads/user/id' };
const validation = VALIDATED;
const rendition = (size: string) => ({ size, format: 'webp', width: 2, height: 1, bytes: 5, key: `images/user/id/0123abcd/${size}.webp`, recipe: '0123abcd' }) as const;
const resize = resized([rendition('thumbnail')]);
const done = (size: string): WatermarkResult => ({ outcome: 'done', renditions: [rendition(size)] });
const failed = { status: 'failed', reason: 'processing-failed' };

test('an image whose steps all succeeded is ready, with the renditions of each', () => {
  expect(outcomeOf({ ...upload, validation, resize })).toEqual({ status: 'ready', image: resize, renditions: resize.renditions });
  expect(outcomeOf({ ...upload, validation, resize, watermark: [done('small'), done('large')] }))
    .toMatchObject({ status: 'ready', renditions: [{ size: 'thumbnail' }, { size: 'small' }, { size: 'large' }] });
  expect(outcomeOf({ ...upload, validation, resize, watermark: [], moderation: { outcome: 'accepted' } }).status).toBe('ready');
});

test.each<[string, Partial<WorkflowRun>, object]>([
  ['rejected by validation', { validation: { outcome: 'rejected', reason: 'empty-file' } }, { status: 'rejected', reason: 'empty-file' }],
  ['rejected by resize', { validation, resize: { outcome: 'rejected', reason: 'corrupt-image' } }, { status: 'rejected', reason: 'corrupt-image' }],
  ['rejected by moderation', { validation, resize, moderation: { outcome: 'rejected', reason: 'violence' } }, { status: 'rejected', reason: 'content-refused', detail: 'violence' }],
  ['rejected by moderation without a reason', { validation, resize, moderation: { outcome: 'rejected' } }, { status: 'rejected', reason: 'content-refused', detail: 'unspecified' }],
  ['rejected by moderation with a reason that is no text', { validation, resize, moderation: { outcome: 'rejected', reason: 5 } }, { status: 'rejected', reason: 'content-refused', detail: 'unspecified' }],
  ['without an original', { validation: { outcome: 'missing' } }, failed],
  ['without an original at the second step', { validation, resize: { outcome: 'missing' } }, failed],
  ['without one watermark', { validation, resize, watermark: [done('small'), { outcome: 'failed', renditions: [] }] }, failed],
  ['without a working file', { validation, resize, watermark: [{ outcome: 'missing', renditions: [] }] }, failed],
  ['with another answer of moderation', { validation, resize, moderation: { outcome: 'maybe' } }, failed],
  ['with no answer of moderation', { validation, resize, moderation: null }, failed],
  ['with a fault, whatever else is there', { validation, resize, error: { Error: 'Runtime.ExitError' } }, failed],
  ['given up', { error: 'given-up' }, failed],
  ['that never reached resize', { validation }, failed],
])('an image %s', (_name, steps, expected) => {
  expect(outcomeOf({ ...upload, ...steps })).toEqual(expected);
});
