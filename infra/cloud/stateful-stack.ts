/** What must never be lost, in a stack of its own: it changes rarely, cannot be deleted by mistake, and all of it is retained. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ArchiveBucket, InboxBucket, type LockMode } from './buckets.ts';
import { DataKey } from './data-key.ts';
import { LedgerTable } from './ledger-table.ts';
import { SigningKey } from './signing-key.ts';

export interface StatefulStackProps extends StackProps {
  readonly lock: LockMode;
}

export class StatefulStack extends Stack {
  readonly key: DataKey['key'];
  readonly receiptKey: SigningKey['key'];
  readonly ledger: LedgerTable;
  readonly archive: ArchiveBucket;
  readonly inbox: InboxBucket;

  constructor(scope: Construct, id: string, { lock, ...props }: StatefulStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    this.key = new DataKey(this, 'Data').key;
    this.receiptKey = new SigningKey(this, 'Receipts').key;
    this.ledger = new LedgerTable(this, 'Ledger', { key: this.key });
    this.archive = new ArchiveBucket(this, 'Archive', { key: this.key, lock });
    this.inbox = new InboxBucket(this, 'Inbox', { key: this.key });
    new CfnOutput(this, 'LedgerTable', { value: this.ledger.tableName });
    new CfnOutput(this, 'ArchiveBucket', { value: this.archive.bucketName });
    new CfnOutput(this, 'InboxBucket', { value: this.inbox.bucketName });
  }
}
