import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as s3 from '@aws-sdk/client-s3';
import * as sfn from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';

/**
 * What the runbook uses of the AWS CLI, which is not on every machine that runs the tests: options become parameters of
 * the SDK's command of the same name. `--query` takes a list of names.
 */
type Parameters = Record<string, unknown>;
type Command = new (input: Parameters) => object;
interface Client { send(command: object): Promise<object> }
interface Service {
  readonly client: Client;
  readonly commands: object;
  readonly parameter?: (name: string) => string;
}

const lowerCamel = (name: string): string => name[0].toLowerCase() + name.slice(1);
const SERVICES: Readonly<Record<string, () => Service>> = {
  dynamodb: () => ({ client: new dynamodb.DynamoDBClient() as Client, commands: dynamodb }),
  s3api: () => ({ client: new s3.S3Client({ forcePathStyle: true }) as Client, commands: s3 }),
  sqs: () => ({ client: new sqs.SQSClient() as Client, commands: sqs }),
  stepfunctions: () => ({ client: new sfn.SFNClient() as Client, commands: sfn, parameter: lowerCamel }),
};

/** Options that are JSON structures; the others are texts, also where a text holds JSON. */
const STRUCTURES = ['Key', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const LISTS = ['MessageAttributeNames'];

const pascal = (words: string): string => words.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');

function read(service: string, name: string, value: string, parameter: (name: string) => string): [string, unknown] {
  const key = pascal(name);
  // The key of an object is a text, that of a row is none.
  if (STRUCTURES.includes(key) && service === 'dynamodb') return [key, JSON.parse(value)];
  return [parameter(key), LISTS.includes(key) ? [value] : value];
}

async function main([service, operation, ...rest]: string[]): Promise<void> {
  const { client, commands, parameter = (name: string) => name } = SERVICES[service]();
  const options = Array.from({ length: rest.length / 2 }, (_, index) => [rest[2 * index].replace(/^--/, ''), rest[2 * index + 1]] as const);
  const { query } = Object.fromEntries(options) as { query?: string };
  const input = Object.fromEntries(options.filter(([name]) => !['query', 'output', 'region', 'profile'].includes(name)).map(([name, value]) => read(service, name, value, parameter)));
  const Operation = (commands as Record<string, Command>)[`${pascal(operation)}Command`];
  const answer = await client.send(new Operation(input)) as Record<string, unknown>;
  const names = query?.replace(/[[\]\s]/g, '').split(',');
  process.stdout.write(`${names ? names.map((name) => String(answer[name])).join('\t') : JSON.stringify(answer)}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 254;
});
