import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamo = new DynamoDBClient();

/** Handles a batch and returns the ids of the messages that failed: SQS delivers only those again. */
export async function handler({ Records }) {
  const failures = await Promise.all(Records.map(async ({ messageId, body }) => {
    try {
      await hang(JSON.parse(body).detail);
      return [];
    } catch (error) {
      console.error(JSON.stringify({ messageId, error: String(error) }));
      return [{ itemIdentifier: messageId }];
    }
  }));
  return { batchItemFailures: failures.flat() };
}

/** An event may come twice, and an older one after a newer: the newest `updated_at` stays. */
async function hang({ image_id, user_id, updated_at, bucket, renditions }) {
  const { key } = renditions.filter(({ format }) => format === 'webp').sort((a, b) => b.width - a.width)[0] ?? renditions[0];
  try {
    await dynamo.send(new PutItemCommand({
      TableName: process.env.WALL_TABLE,
      Item: { image_id: { S: image_id }, user_id: { S: user_id }, updated_at: { S: updated_at }, bucket: { S: bucket }, key: { S: key } },
      ConditionExpression: 'attribute_not_exists(image_id) OR updated_at < :updated_at',
      ExpressionAttributeValues: { ':updated_at': { S: updated_at } },
    }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
