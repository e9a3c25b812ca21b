import * as z from 'zod/mini';
import { ERASURE_TASKS, EraseUserRequest } from '../../../src/contract/erasure';

const request = z.object({
  task: z.enum(ERASURE_TASKS),
  // An e-mail address is refused: Cognito would take it for the account's name, and no row or object has it.
  user_id: z.string().check(z.regex(/^[\w-]{1,128}$/)),
});

/** @throws Error for what the state machine does not send, or an input of it that names no user */
export function readRequest(event: unknown): EraseUserRequest {
  const { success, data } = request.safeParse(event);
  if (!success) throw new Error('a task and the user_id of one user (the sub of the account) were expected');
  return data;
}
