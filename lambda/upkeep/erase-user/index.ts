import { EraseUser } from './erase-user';
import { readRequest } from './read-request';
import { UserRows } from './user-rows';
import { Erasure } from '../../../src/contract/erasure';
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

export const handler = async (event: unknown): Promise<Erasure> => {
  const { task, user_id } = readRequest(event);
  const about = telemetry.about({ user_id });
  const erasure = await eraseUser.run(task, user_id);
  about.info(`${task} done: ${erasure.status}`, { count: erasure.removed.images });
  return erasure;
};
