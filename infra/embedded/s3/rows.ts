/**
 * The metadata table: rows of two keys and one JSON document, in the embedded DynamoDB. A `tag` is what a later write
 * may make its condition. All the S3 server knows stands here; that one transaction is what makes a change happen.
 */
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { S3Failure } from './failures.ts';

const TABLE = 'embedded-s3';

interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

export interface Row<T> extends RowKey {
  readonly doc: T;
}

/** `when` guards the change: the row must be absent, or still carry that tag. */
export type Change = RowKey & { readonly when?: 'absent' | { readonly tag: string } } & (
    | { readonly put: { readonly doc: unknown; readonly tag?: string } }
    | { readonly remove: true }
  );

interface Range {
  /** Sort keys from here on, … */
  readonly from?: string;
  /** … this one left out if true. */
  readonly after?: boolean;
  readonly descending?: boolean;
  readonly limit?: number;
}

export interface Rows {
  get<T>(key: RowKey): Promise<T | undefined>;
  /** At most `limit` rows of one partition, in the order of their sort keys' bytes. */
  query<T>(pk: string, range: Range): Promise<Row<T>[]>;
  /** All changes or none. */
  write(changes: readonly Change[]): Promise<void>;
  /** Every row, page by page. */
  scan<T>(): AsyncGenerator<Row<T>>;
}

export async function openRows(client: DynamoDBClient): Promise<Rows> {
  await createTable(client);
  return {
    async get({ pk, sk }) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: TABLE, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }),
      );
      return Item === undefined ? undefined : JSON.parse(Item['doc']?.S ?? 'null');
    },
    query: (pk, range) => query(client, pk, range),
    write: (changes) => write(client, changes),
    scan: () => scan(client),
  };
}

async function createTable(client: DynamoDBClient): Promise<void> {
  try {
    await client.send(new DescribeTableCommand({ TableName: TABLE }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      }),
    );
  }
}

async function query<T>(client: DynamoDBClient, pk: string, range: Range): Promise<Row<T>[]> {
  const { from, descending = false, limit = Number.POSITIVE_INFINITY } = range;
  const bound = from === undefined ? '' : ` AND sk ${comparison(descending, range.after ?? false)} :from`;
  const rows: Row<T>[] = [];
  let start: Record<string, { S: string }> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: TABLE,
        ConsistentRead: true,
        ScanIndexForward: !descending,
        KeyConditionExpression: `pk = :pk${bound}`,
        ExpressionAttributeValues: {
          ':pk': { S: pk },
          ...(from === undefined ? {} : { ':from': { S: from } }),
        },
        ...(Number.isFinite(limit) ? { Limit: limit - rows.length } : {}),
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    for (const item of Items) rows.push(rowOf(item));
    start =
      LastEvaluatedKey && rows.length < limit
        ? { pk: { S: pk }, sk: { S: rows.at(-1)?.sk ?? '' } }
        : undefined;
  } while (start);
  return rows;
}

function comparison(descending: boolean, after: boolean): string {
  return `${descending ? '<' : '>'}${after ? '' : '='}`;
}

async function* scan<T>(client: DynamoDBClient): AsyncGenerator<Row<T>> {
  let start: Row<T> | undefined;
  for (;;) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: TABLE,
        ConsistentRead: true,
        ...(start ? { ExclusiveStartKey: { pk: { S: start.pk }, sk: { S: start.sk } } } : {}),
      }),
    );
    const rows = Items.map((item) => rowOf<T>(item));
    yield* rows;
    start = rows.at(-1);
    if (LastEvaluatedKey === undefined || start === undefined) return;
  }
}

async function write(client: DynamoDBClient, changes: readonly Change[]): Promise<void> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: changes.map(transactItem) }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    throw new S3Failure(
      'OperationAborted',
      'A conflicting conditional operation is currently in progress against this resource. Try again.',
      409,
    );
  }
}

function transactItem(change: Change): TransactWriteItem {
  const { pk, sk, when } = change;
  const condition =
    when === undefined
      ? {}
      : when === 'absent'
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'tag = :tag', ExpressionAttributeValues: { ':tag': { S: when.tag } } };
  const key = { pk: { S: pk }, sk: { S: sk } };
  if ('remove' in change) return { Delete: { TableName: TABLE, Key: key, ...condition } };
  const { doc, tag } = change.put;
  const item = { ...key, doc: { S: JSON.stringify(doc) }, ...(tag === undefined ? {} : { tag: { S: tag } }) };
  return { Put: { TableName: TABLE, Item: item, ...condition } };
}

function rowOf<T>(item: Record<string, { S?: string | undefined }>): Row<T> {
  return {
    pk: item['pk']?.S ?? '',
    sk: item['sk']?.S ?? '',
    doc: JSON.parse(item['doc']?.S ?? 'null'),
  };
}
