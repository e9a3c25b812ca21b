import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CLIENT_SETTINGS, namingHost } from './client-settings';

/** Apart from the other clients: a bundler cannot leave lib-dynamodb out of what imports its file. */
export function createDynamoDb(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(namingHost(new DynamoDBClient(CLIENT_SETTINGS)), { marshallOptions: { removeUndefinedValues: true } });
}
