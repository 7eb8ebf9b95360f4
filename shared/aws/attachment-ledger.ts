/** The part of the ledger that evidence stands on, put together by itself: its function holds both clients of AWS and has no room for the rest. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { dispositionKey } from '../contract/disposition-key.ts';
import type { AttachmentLedger } from '../ports.ts';
import { readHead } from './filing-ledger.ts';
import { filesOf, keepFile } from './kept-files.ts';
import { memory } from './memory.ts';
import { register } from './register.ts';
import { roundLedger } from './round-ledger.ts';
import { openTable } from './table.ts';

export function openAttachmentLedger(tableName: string, config: DynamoDBClientConfig = {}): AttachmentLedger {
  const table = openTable(tableName, config);
  const { member } = register(table);
  const { round } = roundLedger(table);
  return {
    ...memory(table),
    member,
    round,
    filing: (ref, { fresh = false } = {}) => readHead(table, ref, fresh),
    files: (ref) => filesOf(table, ref, true),
    async isBeingAnswered(ref) {
      const heads = await table.list(dispositionKey.ofFiling(ref), true);
      return heads.some(({ state }) => state === 'executing');
    },
    keepFile: (ref, file) => keepFile(table, ref, file),
  };
}
