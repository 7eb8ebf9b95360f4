/** The part of the ledger that proofs stand on: chains exactly as they were sealed, byte by byte. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { dispositionEventBody } from '../contract/disposition-item.ts';
import { dispositionKey } from '../contract/disposition-key.ts';
import { filingEventBody } from '../contract/event.ts';
import { keyOf } from '../contract/item.ts';
import { reportEventBody, reportKeyOf } from '../contract/report-item.ts';
import type { Key } from '../contract/stream-key.ts';
import type { Audited, ProofLedger } from '../ports-proof.ts';
import { readHashesOf, readSealedChainOf } from './chain.ts';
import { readDispositionsIn } from './disposition-ledger.ts';
import { openLedger } from './ledger.ts';
import { readReport } from './report-ledger.ts';
import { digestOf } from './seal.ts';
import { openTable } from './table.ts';

export function openProofLedger(tableName: string, config: DynamoDBClientConfig = {}): ProofLedger {
  const table = openTable(tableName, config);
  return {
    ...openLedger(tableName, config),
    report: (ref, freshness) => readReport(table, ref, freshness),
    dispositionsIn: (region, year) => readDispositionsIn(table, region, year),
    chain: (ref) => readSealedChainOf(table, keyOf.filingEvents(ref), filingEventBody),
    reportChain: (ref) => readSealedChainOf(table, reportKeyOf.events(ref), reportEventBody),
    dispositionChain: (ref) => readSealedChainOf(table, dispositionKey.events(ref), dispositionEventBody),
    readChain: (of) => readHashesOf(table, eventsOf(of)),
    digestOf,
  };
}

function eventsOf({ of, head }: Audited): Key {
  switch (of) {
    case 'filing':
      return keyOf.filingEvents(head);
    case 'report':
      return reportKeyOf.events(head);
    case 'disposition':
      return dispositionKey.events(head);
  }
}
