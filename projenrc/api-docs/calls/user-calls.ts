import { CallDescriptions, described } from './call';
import { erasure } from '../../../lambda/api/schemas/answers';

const Erasure = described('Erasure', erasure, {
  user_id: 'the user whose data is erased',
  status: '`erasing` or `erased`',
  started_at: 'time of the first call',
  finished_at: 'when the erasure finished; absent until then',
  removed: 'counts so far: `accounts` (in the user pool, 0 or 1), `images` (records), `grant_counts` (records of the upload '
    + 'limits), `originals`, `renditions`, `working_files`',
});

export const USER_CALLS: CallDescriptions = {
  'DELETE /user/{user_id}': {
    operationId: 'eraseUser',
    summary: 'erases a user, for administrators',
    path: { user_id: 'the `sub` of the user: 1 to 128 letters, digits, `_` and `-`' },
    answers: [
      { status: 200, description: 'all data of the user is erased', bodies: [Erasure] },
      {
        status: 202,
        description: 'the erasure is running; repeat the call to check its progress',
        bodies: [Erasure],
        headers: { 'Retry-After': 'seconds to wait before retrying' },
      },
    ],
    problems: {
      'invalid-request': '`user_id` is malformed',
      'forbidden': 'the caller is not an [administrator](#administrators)',
    },
  },
};
