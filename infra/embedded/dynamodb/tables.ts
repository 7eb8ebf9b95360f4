/**
 * The tables of the template: made at the first start, compared at every later one. A table whose keys or indexes no
 * longer match its template stops the boot, because the desk cannot rebuild an index over rows that are there already.
 */
import type { Json } from '../parts.ts';
import type { EngineClient } from './engine-client.ts';
import { isObject, listIn, objectIn, textIn } from './shapes.ts';

export interface TableSettings {
  readonly name: string;
  readonly arn: string;
  /** The input of CreateTable: KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode. */
  readonly create: Json;
  readonly stream?: { readonly arn: string; readonly viewType: string };
  readonly ttlAttribute?: string;
}

/** A table as the front looks it up on each call. */
export interface Table extends TableSettings {
  /** The names of its key attributes, the hash key first. */
  readonly keyNames: readonly string[];
}

/** Only what makes a table; how it is billed, watched or encrypted has no meaning at the desk. */
const SHAPE = [
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
] as const;

export async function openTables(
  engine: EngineClient,
  settings: readonly TableSettings[],
): Promise<readonly Table[]> {
  const existing = new Set(await tableNames(engine));
  for (const table of settings) {
    refuseUnsupportedStream(table);
    if (existing.has(table.name)) await refuseChange(engine, table);
    else await engine.call('CreateTable', creation(table));
  }
  return settings.map((table) => ({ ...table, keyNames: keyNames(table.create) }));
}

export async function tableNames(engine: EngineClient): Promise<string[]> {
  const names: string[] = [];
  for (let start: string | undefined; ; ) {
    const page = await engine.call(
      'ListTables',
      start === undefined ? {} : { ExclusiveStartTableName: start },
    );
    names.push(...listIn(page['TableNames']).map(String));
    start = textIn(page['LastEvaluatedTableName']);
    if (start === undefined) return names;
  }
}

function creation(table: TableSettings): Json {
  const shape = SHAPE.filter((field) => table.create[field] !== undefined).map((field) => [
    field,
    shapeOf(table.create, field),
  ]);
  return { TableName: table.name, BillingMode: 'PAY_PER_REQUEST', ...Object.fromEntries(shape) };
}

/** Nothing is throttled at the desk, so a capacity is neither given nor compared. */
function shapeOf(create: Json, field: (typeof SHAPE)[number]): unknown[] {
  return listIn(create[field]).map((entry) => {
    const { AttributeName, AttributeType, IndexName, KeySchema, KeyType, Projection } = objectIn(entry);
    return { AttributeName, AttributeType, IndexName, KeySchema, KeyType, Projection };
  });
}

function keyNames(create: Json): string[] {
  const schema = listIn(create['KeySchema']).map(objectIn);
  return ['HASH', 'RANGE'].flatMap((type) =>
    schema.filter((key) => key['KeyType'] === type).map((key) => String(key['AttributeName'])),
  );
}

function refuseUnsupportedStream(table: TableSettings): void {
  if (table.stream === undefined || table.stream.viewType === 'KEYS_ONLY') return;
  throw new Error(
    `The stream of table ${table.name} asks for ${table.stream.viewType}; the desk only gives KEYS_ONLY.`,
  );
}

async function refuseChange(engine: EngineClient, table: TableSettings): Promise<void> {
  const { Table: description } = await engine.call('DescribeTable', { TableName: table.name });
  for (const field of SHAPE) {
    const stored = canonical(shapeOf(objectIn(description), field));
    const wanted = canonical(shapeOf(table.create, field));
    if (stored === wanted) continue;
    throw new Error(
      `The template gives table ${table.name} another ${field} than the data folder holds. The desk cannot change a ` +
        `table that exists: start with an empty data folder. Stored: ${stored}. In the template: ${wanted}.`,
    );
  }
}

/** Text that is equal exactly when two definitions mean the same; the order of fields and entries means nothing. */
function canonical(definition: unknown): string {
  if (Array.isArray(definition)) return `[${definition.map(canonical).sort().join()}]`;
  if (!isObject(definition)) return JSON.stringify(definition);
  const fields = Object.entries(definition).filter(([, value]) => value !== undefined);
  return `{${fields
    .map(([name, value]) => `${name}: ${canonical(value)}`)
    .sort()
    .join()}}`;
}

/** What DescribeTable says of the table in the engine, with the names and the stream that the template gave it. */
export function described(table: Table, description: Json): Json {
  const indexes = listIn(description['GlobalSecondaryIndexes']).map((index) => ({
    ...objectIn(index),
    IndexArn: `${table.arn}/index/${String(objectIn(index)['IndexName'])}`,
  }));
  return {
    ...description,
    TableArn: table.arn,
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(table.stream !== undefined && {
      LatestStreamArn: table.stream.arn,
      LatestStreamLabel: table.stream.arn.split('/').at(-1),
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream.viewType },
    }),
  };
}

export function timeToLive(table: Table): Json {
  return {
    TimeToLiveDescription:
      table.ttlAttribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: table.ttlAttribute },
  };
}

/** There is no point-in-time recovery at the desk: whoever wants a copy copies the data folder. */
export function continuousBackups(): Json {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'DISABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}
