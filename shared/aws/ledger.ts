/** The ledger: one table behind one port, put together from its parts. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { FilingHead } from '../domain/filing.ts';
import { fiscalYearOf } from '../domain/round.ts';
import type { FilingGround, Ledger } from '../ports.ts';
import { filingLedger } from './filing-ledger.ts';
import { memory } from './memory.ts';
import { register } from './register.ts';
import { roundLedger } from './round-ledger.ts';
import { openTable } from './table.ts';

export function openLedger(tableName: string, config: DynamoDBClientConfig = {}): Ledger {
  const table = openTable(tableName, config);
  const parts = {
    ...register(table),
    ...roundLedger(table),
    ...filingLedger(table),
    ...memory(table),
  };
  return { ...parts, ground: (head) => readGround(parts, head) };
}

async function readGround(ledger: Omit<Ledger, 'ground'>, head: FilingHead): Promise<FilingGround> {
  const year = fiscalYearOf(head.round);
  const [round, subject] = await Promise.all([
    ledger.round(head),
    ledger.subject(head.region, year, head.department, head.subject),
  ]);
  const target = subject && (await ledger.target(head.region, year, subject));
  if (!(round && subject && target))
    throw new Error(`filing ${head.subject} of ${head.round} has lost its ground`);
  return { round, subject, target };
}
