/**
 * What each call touches: the actions and resources that IAM is asked about, and the items that it writes. Operations
 * that are not here are refused: tables are made by the template alone, and the rest has no part in a product.
 */
import type { Json } from '../parts.ts';
import { isObject, listIn, objectIn, textIn } from './shapes.ts';

export interface Touch {
  /** The action of IAM, without `dynamodb:`. */
  readonly action: string;
  readonly table: string;
  readonly index?: string;
}

export interface Write {
  readonly kind: 'put' | 'update' | 'delete';
  readonly table: string;
  /** The whole item of a put, the key of the others. */
  readonly attributes: Json;
  readonly condition?: string;
  readonly names: Json;
}

export interface Operation {
  readonly spends: 'reads' | 'writes';
  touches(input: Json): readonly Touch[];
  writes(input: Json): readonly Write[];
}

const TRANSACTED = {
  Put: { action: 'PutItem', kind: 'put', attributes: 'Item' },
  Update: { action: 'UpdateItem', kind: 'update', attributes: 'Key' },
  Delete: { action: 'DeleteItem', kind: 'delete', attributes: 'Key' },
  ConditionCheck: { action: 'ConditionCheckItem', kind: undefined, attributes: 'Key' },
} as const;

type TransactedName = keyof typeof TRANSACTED;

const none = (): readonly Write[] => [];

export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['GetItem', { spends: 'reads', touches: oneTable('GetItem'), writes: none }],
  ['Query', { spends: 'reads', touches: oneTable('Query'), writes: none }],
  ['Scan', { spends: 'reads', touches: oneTable('Scan'), writes: none }],
  ['BatchGetItem', { spends: 'reads', touches: eachTable('BatchGetItem'), writes: none }],
  ['TransactGetItems', { spends: 'reads', touches: transactedGets, writes: none }],
  ['PutItem', { spends: 'writes', touches: oneTable('PutItem'), writes: oneWrite('put', 'Item') }],
  ['UpdateItem', { spends: 'writes', touches: oneTable('UpdateItem'), writes: oneWrite('update', 'Key') }],
  ['DeleteItem', { spends: 'writes', touches: oneTable('DeleteItem'), writes: oneWrite('delete', 'Key') }],
  ['BatchWriteItem', { spends: 'writes', touches: eachTable('BatchWriteItem'), writes: batchWrites }],
  ['TransactWriteItems', { spends: 'writes', touches: transactedTouches, writes: transactedWrites }],
]);

/** The actions of a transaction, each with its name; an entry with none or several of them has no place in one. */
export function transactedActions(input: Json): readonly (readonly [TransactedName, Json])[] | undefined {
  const actions: (readonly [TransactedName, Json])[] = [];
  for (const entry of listIn(input['TransactItems'])) {
    const [action, ...more] = Object.entries(objectIn(entry)).filter(([, value]) => isObject(value));
    if (action === undefined || more.length > 0 || !isTransacted(action[0])) return undefined;
    actions.push([action[0], objectIn(action[1])]);
  }
  return actions;
}

function isTransacted(name: string): name is TransactedName {
  return Object.hasOwn(TRANSACTED, name);
}

function oneTable(action: string): Operation['touches'] {
  return (input) => {
    const table = textIn(input['TableName']);
    const index = textIn(input['IndexName']);
    if (table === undefined) return [];
    return [{ action, table, ...(index !== undefined && { index }) }];
  };
}

function eachTable(action: string): Operation['touches'] {
  return (input) => Object.keys(objectIn(input['RequestItems'])).map((table) => ({ action, table }));
}

function transactedGets(input: Json): readonly Touch[] {
  return listIn(input['TransactItems']).flatMap((entry) => {
    const table = textIn(objectIn(objectIn(entry)['Get'])['TableName']);
    return table === undefined ? [] : [{ action: 'GetItem', table }];
  });
}

function transactedTouches(input: Json): readonly Touch[] {
  return (transactedActions(input) ?? []).flatMap(([name, action]) => {
    const table = textIn(action['TableName']);
    return table === undefined ? [] : [{ action: TRANSACTED[name].action, table }];
  });
}

function oneWrite(kind: Write['kind'], attributes: 'Item' | 'Key'): Operation['writes'] {
  return (input) => [write(kind, input, attributes)];
}

function transactedWrites(input: Json): readonly Write[] {
  return (transactedActions(input) ?? []).flatMap(([name, action]) => {
    const { kind, attributes } = TRANSACTED[name];
    return kind === undefined ? [] : [write(kind, action, attributes)];
  });
}

function batchWrites(input: Json): readonly Write[] {
  return Object.entries(objectIn(input['RequestItems'])).flatMap(([table, requests]) =>
    listIn(requests).flatMap((request) => {
      const { PutRequest, DeleteRequest } = objectIn(request);
      if (isObject(PutRequest)) return [write('put', { ...PutRequest, TableName: table }, 'Item')];
      if (isObject(DeleteRequest)) return [write('delete', { ...DeleteRequest, TableName: table }, 'Key')];
      return [];
    }),
  );
}

function write(kind: Write['kind'], action: Json, attributes: 'Item' | 'Key'): Write {
  const condition = textIn(action['ConditionExpression']);
  return {
    kind,
    table: textIn(action['TableName']) ?? '',
    attributes: objectIn(action[attributes]),
    names: objectIn(action['ExpressionAttributeNames']),
    ...(condition !== undefined && { condition }),
  };
}
