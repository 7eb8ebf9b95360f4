/**
 * Reads a call before it is carried out: whether the desk offers it at all, which tables it names, and what IAM has to be
 * asked for it.
 */
import { AwsError, type Json } from '../parts.ts';
import { type Operation, operations, transactedActions } from './operations.ts';
import { isObject, listIn, objectIn, textIn } from './shapes.ts';
import type { Table } from './tables.ts';

export interface Call {
  readonly operation: string;
  readonly input: Json;
  readonly body: Buffer;
  /** What IAM is asked. */
  readonly asks: readonly { readonly action: string; readonly resource: string }[];
  /** Undefined for the calls that only tell about tables. */
  readonly itemOperation: Operation | undefined;
}

const TELLING = new Set(['DescribeTable', 'DescribeTimeToLive', 'DescribeContinuousBackups', 'ListTables']);

export type Tables = ReadonlyMap<string, Table>;

export function readCall(operation: string, body: Buffer, tables: Tables): Call {
  const itemOperation = operations.get(operation);
  if (itemOperation === undefined && !TELLING.has(operation)) throw notOffered(operation);
  const given = parse(body);
  const input = withTableNames(given, body, tables);
  if (operation === 'TransactWriteItems') refuseMalformed(input);
  return {
    operation,
    input,
    body: input === given ? body : Buffer.from(JSON.stringify(input)),
    asks:
      itemOperation === undefined
        ? tellingAsks(operation, input, tables)
        : itemAsks(itemOperation, input, tables),
    itemOperation,
  };
}

/** What the engine lets pass, or answers with a dump of the whole transaction. */
function refuseMalformed(input: Json): void {
  if (transactedActions(input) === undefined)
    throw new AwsError(
      'ValidationException',
      'Each entry of TransactItems must hold exactly one of Put, Update, Delete and ConditionCheck.',
    );
  if (listIn(input['TransactItems']).length > 100)
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
        'Member must have length less than or equal to 100',
    );
}

function notOffered(operation: string): AwsError {
  const why = /^(Create|Delete|Update)Table$/.test(operation)
    ? 'tables come from the template and are neither made, changed nor dropped by a call'
    : 'the desk does not offer it';
  return new AwsError('AccessDeniedException', `${operation} is refused: ${why}.`);
}

function parse(body: Buffer): Json {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (isObject(input)) return input;
  } catch {
    // Answered below, together with JSON that is not an object.
  }
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
}

/** A table may be named by its ARN as well; the engine knows names only. Most bodies hold no ARN, and stay as they are. */
function withTableNames(input: Json, body: Buffer, tables: Tables): Json {
  if (!body.includes('"arn:')) return input;
  const names = new Map([...tables.values()].map(({ arn, name }) => [arn, name]));
  const nameOf = (table: string) => names.get(table) ?? table;
  const renamed = (action: Json): Json => {
    const table = textIn(action['TableName']);
    return table === undefined ? action : { ...action, TableName: nameOf(table) };
  };
  const inEntry = (entry: unknown) =>
    Object.fromEntries(
      Object.entries(objectIn(entry)).map(([name, action]) => [name, renamed(objectIn(action))]),
    );
  const { RequestItems, TransactItems } = input;
  return {
    ...renamed(input),
    ...(isObject(RequestItems) && {
      RequestItems: Object.fromEntries(
        Object.entries(RequestItems).map(([table, value]) => [nameOf(table), value]),
      ),
    }),
    ...(Array.isArray(TransactItems) && { TransactItems: TransactItems.map(inEntry) }),
  };
}

export function tableNamed(tables: Tables, name: string): Table {
  const table = tables.get(name);
  if (table === undefined)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  return table;
}

function itemAsks(operation: Operation, input: Json, tables: Tables): Call['asks'] {
  return operation.touches(input).map(({ action, table, index }) => {
    const { arn } = tableNamed(tables, table);
    return { action: `dynamodb:${action}`, resource: index === undefined ? arn : `${arn}/index/${index}` };
  });
}

function tellingAsks(operation: string, input: Json, tables: Tables): Call['asks'] {
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  return [{ action, resource: tableNamed(tables, String(input['TableName'])).arn }];
}
