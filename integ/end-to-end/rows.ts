import { AttributeValue, DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { deployment, User } from './backend';

const dynamo = new DynamoDBClient();

type Owner = Pick<User, 'id'>;
export type Row = Readonly<Record<string, AttributeValue>>;

/** The row of an image as it is in the table, or undefined. */
export async function rowOf({ id }: Owner, imageId: string): Promise<Row | undefined> {
  const { TableName } = deployment.outputs;
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key(id, imageId), ConsistentRead: true }));
  return Item;
}

/** Sets attributes of a row: what a fault would have left behind. */
export async function setRow({ id }: Owner, imageId: string, values: Row): Promise<void> {
  const names = Object.keys(values);
  await dynamo.send(new UpdateItemCommand({
    TableName: deployment.outputs.TableName,
    Key: key(id, imageId),
    UpdateExpression: `SET ${names.map(name => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: 'attribute_exists(image_id)',
    ExpressionAttributeNames: Object.fromEntries(names.map(name => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map(name => [`:${name}`, values[name]])),
  }));
}

export async function removeRow(Key: Row): Promise<void> {
  await dynamo.send(new DeleteItemCommand({ TableName: deployment.outputs.TableName, Key }));
}

/** Writes a row that no grant made. */
export async function putRow(Item: Row): Promise<void> {
  await dynamo.send(new PutItemCommand({ TableName: deployment.outputs.TableName, Item }));
}

function key(userId: string, imageId: string): Record<string, AttributeValue> {
  return { user_id: { S: userId }, image_id: { S: imageId } };
}
