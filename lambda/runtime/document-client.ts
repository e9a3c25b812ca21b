import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CLIENT_SETTINGS, reportHost } from './clients';

/** Separate from the other clients, because a bundler cannot tree-shake lib-dynamodb. */
export function createDynamoDb(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(reportHost(new DynamoDBClient(CLIENT_SETTINGS)), { marshallOptions: { removeUndefinedValues: true } });
}
