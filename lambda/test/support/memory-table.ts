import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, UpdateCommand, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AwsStub } from 'aws-sdk-client-mock';

export type TableRow = Record<string, unknown>;
type Expressions = Pick<UpdateCommandInput, 'ConditionExpression' | 'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;
type Stub = Pick<AwsStub<never, never, DynamoDBDocumentClient['config']>, 'on'>;

/** Rows in memory, changed by the expressions that the handlers send, as DynamoDB evaluates them. */
export class MemoryTable {
  constructor(public rows: TableRow[] = []) {}

  /** Has a mocked client answer reads and conditional writes from these rows. */
  public answer(dynamo: Stub): void {
    const mock = dynamo as unknown as { on(command: unknown): { callsFake(fake: (input: UpdateCommandInput) => unknown): void } };
    mock.on(GetCommand).callsFake(({ Key }) => ({ Item: this.find(Key) && { ...this.find(Key) } }));
    mock.on(UpdateCommand).callsFake((input) => this.update(input));
    mock.on(DeleteCommand).callsFake(({ Key, ...input }) => {
      this.check(this.find(Key), input);
      const removed = this.find(Key);
      this.rows = this.rows.filter((row) => row !== removed);
      return { Attributes: removed };
    });
  }

  public find(key: Record<string, unknown> = {}): TableRow | undefined {
    return this.rows.find((row) => Object.entries(key).every(([name, value]) => row[name] === value));
  }

  public update({ Key, ...input }: UpdateCommandInput): { Attributes: TableRow } {
    const row = this.find(Key);
    this.check(row, input);
    const changed = row ?? { ...Key };
    if (row === undefined) this.rows.push(changed);
    const names = (item: string): string => input.ExpressionAttributeNames![item];
    const values = input.ExpressionAttributeValues ?? {};
    for (const [, verb, items] of (input.UpdateExpression ?? '').matchAll(/(SET|ADD|REMOVE) (.*?)(?= (?:SET|ADD|REMOVE) |$)/g)) {
      for (const item of items.split(', ')) {
        const [name, value] = item.split(/ = | /);
        if (verb === 'SET') changed[names(name)] = values[value];
        else if (verb === 'ADD') changed[names(name)] = Number(changed[names(name)] ?? 0) + Number(values[value]);
        else delete changed[names(name)];
      }
    }
    return { Attributes: { ...changed } };
  }

  private check(row: TableRow | undefined, expressions: Expressions): void {
    if (holds(expressions, row)) return;
    const Item = row && Object.fromEntries(Object.entries(row).map(([name, value]) => [name, { S: String(value) }]));
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {}, Item });
  }
}

/** Whether a condition made of AND, OR, parentheses, `=`, `<` and `attribute_not_exists` holds for a row. */
export function holds({ ConditionExpression: text = '', ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Expressions, row: TableRow = {}): boolean {
  const tokens = text.match(/[()]|[#:]\w+|=|<|\w+/g) ?? [];
  const operand = (): unknown => {
    const token = tokens.shift()!;
    return token.startsWith('#') ? row[names[token]] : values[token];
  };
  const comparison = (): boolean => {
    if (tokens[0] === '(') {
      tokens.shift();
      const inner = any();
      tokens.shift();
      return inner;
    }
    if (tokens[0] === 'attribute_not_exists') {
      const [, , name] = tokens.splice(0, 4);
      return row[names[name]] === undefined;
    }
    const left = operand();
    const operator = tokens.shift();
    const right = operand();
    return left !== undefined && (operator === '=' ? left === right : (left as string) < (right as string));
  };
  const all = (): boolean => {
    let result = comparison();
    while (tokens[0] === 'AND') {
      tokens.shift();
      // Both sides are read, whatever the first one is.
      result = [comparison(), result].every(Boolean);
    }
    return result;
  };
  const any = (): boolean => {
    let result = all();
    while (tokens[0] === 'OR') {
      tokens.shift();
      result = [all(), result].some(Boolean);
    }
    return result;
  };
  return text === '' || any();
}
