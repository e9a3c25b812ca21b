import * as z from 'zod/mini';
import { EraseUser, UserRows } from './erase-user';
import { ERASURE_TASKS, EraseUserRequest, Erasure } from '../../../src/contract/erasure';
import { ErasureRecords } from '../../data/erasure-record';
import { createS3 } from '../../runtime/clients';
import { readText } from '../../runtime/config';
import { createDynamoDb } from '../../runtime/document-client';
import { createTelemetry } from '../../runtime/telemetry';

const telemetry = createTelemetry('erase-user');
const dynamoDb = createDynamoDb();
const tableName = readText('TABLE_NAME');
const eraseUser = new EraseUser({
  s3: createS3(),
  rows: new UserRows(dynamoDb, tableName),
  records: new ErasureRecords(dynamoDb, tableName),
  inputBucket: readText('INPUT_BUCKET'),
  outputBucket: readText('OUTPUT_BUCKET'),
  now: () => new Date(),
});

const request = z.object({
  task: z.enum(ERASURE_TASKS),
  // Rejects e-mail addresses: Cognito would accept one as the user name, but rows and objects are stored under the sub.
  user_id: z.string().check(z.regex(/^[\w-]{1,128}$/)),
});

export const handler = async (event: unknown): Promise<Erasure> => {
  const { task, user_id } = parseRequest(event);
  const about = telemetry.about({ user_id });
  const erasure = await eraseUser.run(task, user_id);
  about.info(`${task} done: ${erasure.status}`, { count: erasure.removed.images });
  return erasure;
};

function parseRequest(event: unknown): EraseUserRequest {
  const { success, data } = request.safeParse(event);
  if (!success) throw new Error('expected a task and the user_id of one user (the sub of the account)');
  return data;
}
