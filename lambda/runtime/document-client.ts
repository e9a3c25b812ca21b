import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CLIENT_SETTINGS, namingHost } from './client-settings';

/** In a file of its own: bundlers cannot tree-shake lib-dynamodb. */
export function createDynamoDb(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(namingHost(new DynamoDBClient(CLIENT_SETTINGS)), { marshallOptions: { removeUndefinedValues: true } });
}
