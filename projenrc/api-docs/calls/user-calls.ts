import { CallDescriptions, described } from './call';
import { erasure } from '../../../lambda/api/schemas/answers';

const Erasure = described('Erasure', erasure, {
  user_id: 'whose data it is',
  status: '`erasing`, or `erased`: the answer is then the receipt',
  started_at: 'time of the first call',
  finished_at: 'when the last of it was gone; absent until then',
  removed: 'counts so far: `accounts` (of the user pool, 0 or 1), `images` (their records), `grant_counts` (records of the '
    + 'upload limits), `originals`, `renditions`, `working_files`',
});

export const USER_CALLS: CallDescriptions = {
  'DELETE /user/{user_id}': {
    operationId: 'eraseUser',
    summary: 'erases a user, for administrators',
    path: { user_id: 'the `sub` of the user: 1 to 128 letters, digits, `_` and `-`' },
    answers: [
      { status: 200, means: 'nothing of the user is left: the receipt', bodies: [Erasure] },
      {
        status: 202,
        means: 'the erasure goes on by itself; ask again',
        bodies: [Erasure],
        headers: { 'Retry-After': 'seconds to wait before the next try' },
      },
    ],
    problems: {
      'invalid-request': '`user_id` is none',
      'forbidden': 'the caller is no [administrator](#administrators)',
    },
  },
};
