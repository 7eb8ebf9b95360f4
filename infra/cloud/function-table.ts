/**
 * Every function that is deployed and everything that it may do, on one page. A function is told by its environment the names of
 * what it may touch and of nothing else, so that this table is the grants and the environment at once. An action that is not in
 * `Actions` cannot be written here: there is no scan, no delete, and no lock that could be loosened: without the right to bypass it a retention
 * can only be made longer.
 */
import type { ApiFunction } from '../../shared/contract/api.ts';
import type { EnvironmentName } from '../../shared/contract/environment.ts';
import type { MachineName } from './machine-names.ts';

/** What can be granted on what. */
interface Actions {
  ledger:
    | 'dynamodb:BatchGetItem'
    | 'dynamodb:ConditionCheckItem'
    | 'dynamodb:GetItem'
    | 'dynamodb:PutItem'
    | 'dynamodb:Query'
    | 'dynamodb:UpdateItem';
  /** The sparse index of desks. */
  todo: 'dynamodb:Query';
  ledgerStream: 'dynamodb:DescribeStream' | 'dynamodb:GetRecords' | 'dynamodb:GetShardIterator';
  /** Lambda asks which streams the table has, a question that IAM weighs on all of them. */
  ledgerStreams: 'dynamodb:ListStreams';
  /** The prefix `filings/` of the archive. */
  archivedFilings: 's3:GetObject' | 's3:PutObject';
  /** The prefix `imports/` of the inbox, and of the archive. */
  importInbox: 's3:GetObject' | 's3:PutObject';
  archivedImports: 's3:GetObject' | 's3:PutObject';
  /** The prefix `attachments/` of the archive. */
  archivedAttachments: 's3:GetObject' | 's3:PutObject';
  /** The prefix `attachments/` of the inbox. */
  uploadedAttachments: 's3:GetObject' | 's3:PutObject';
  /** The prefix `bundles/` of the inbox. */
  bundles: 's3:GetObject' | 's3:PutObject';
  /** The prefix `reports/` of the inbox, and of the archive. */
  uploadedReports: 's3:GetObject' | 's3:PutObject';
  archivedReports: 's3:GetObject' | 's3:PutObject' | 's3:PutObjectLegalHold' | 's3:PutObjectRetention';
  /** Which mode the archive locks in, and that what is asked for is not there: who may not list is told that it is forbidden. */
  archive: 's3:GetBucketObjectLockConfiguration' | 's3:ListBucket';
  /** Who may not list the inbox is told that it is forbidden where something has only not arrived yet. */
  inbox: 's3:ListBucket';
  key: 'kms:Decrypt' | 'kms:DescribeKey' | 'kms:Encrypt' | 'kms:GenerateDataKey';
  /** The asymmetric key under receipts. */
  receiptKey: 'kms:GetPublicKey' | 'kms:Sign';
  deadLetters: 'sqs:SendMessage';
  /** The same queue, to be looked at. */
  deadLetterQueue: 'sqs:GetQueueAttributes' | 'sqs:ReceiveMessage';
  'filing-review': 'states:SendTaskFailure' | 'states:SendTaskSuccess' | 'states:StartExecution';
  round: 'states:StartExecution';
  'report-collection': 'states:SendTaskFailure' | 'states:SendTaskSuccess' | 'states:StartExecution';
  rectification: 'states:SendTaskFailure' | 'states:SendTaskSuccess' | 'states:StartExecution';
  /** Executions by their names, which follow from the ledger; no list of them. */
  filingReviewRuns: 'states:DescribeExecution' | 'states:StopExecution';
  roundRuns: 'states:DescribeExecution';
  reportCollectionRuns: 'states:DescribeExecution';
  rectificationRuns: 'states:DescribeExecution';
  /** The bus on which the rest of the world hears what has happened. */
  eventBus: 'events:PutEvents';
}

/** All that functions are granted actions on. */
export const targets = [
  'ledger',
  'todo',
  'ledgerStream',
  'ledgerStreams',
  'archivedFilings',
  'importInbox',
  'archivedImports',
  'archivedAttachments',
  'uploadedAttachments',
  'bundles',
  'uploadedReports',
  'archivedReports',
  'archive',
  'inbox',
  'key',
  'receiptKey',
  'deadLetters',
  'deadLetterQueue',
  'filing-review',
  'round',
  'report-collection',
  'rectification',
  'filingReviewRuns',
  'roundRuns',
  'reportCollectionRuns',
  'rectificationRuns',
  'eventBus',
] as const satisfies readonly (keyof Actions)[];

export type Target = (typeof targets)[number];
type Grants = { readonly [T in Target]?: readonly Actions[T][] };

/** The variable that tells a function the name of a target; the other targets need no telling. */
export const variables: { readonly [T in Target]?: EnvironmentName } = {
  ledger: 'LEDGER_TABLE',
  archivedFilings: 'ARCHIVE_BUCKET',
  importInbox: 'INBOX_BUCKET',
  archivedImports: 'ARCHIVE_BUCKET',
  archivedAttachments: 'ARCHIVE_BUCKET',
  uploadedAttachments: 'INBOX_BUCKET',
  bundles: 'INBOX_BUCKET',
  receiptKey: 'RECEIPT_KEY',
  uploadedReports: 'INBOX_BUCKET',
  archivedReports: 'ARCHIVE_BUCKET',
  'filing-review': 'FILING_REVIEW_MACHINE',
  round: 'ROUND_MACHINE',
  'report-collection': 'REPORT_COLLECTION_MACHINE',
  rectification: 'RECTIFICATION_MACHINE',
  filingReviewRuns: 'FILING_REVIEW_MACHINE',
  roundRuns: 'ROUND_MACHINE',
  reportCollectionRuns: 'REPORT_COLLECTION_MACHINE',
  rectificationRuns: 'RECTIFICATION_MACHINE',
  eventBus: 'EVENT_BUS',
  deadLetterQueue: 'DEAD_LETTER_QUEUE',
} satisfies Record<MachineName, EnvironmentName> & Record<string, EnvironmentName>;

export interface FunctionSpec {
  readonly description: string;
  readonly seconds: number;
  /** Another size than the usual one. */
  readonly memoryMb?: number;
  /** A share of the account's concurrency, kept for it and never exceeded. */
  readonly concurrency?: number;
  /** Invoked asynchronously: what fails for good goes to the dead letters. */
  readonly asynchronous?: true;
  readonly grants: Grants;
}

/** One size for nearly all: at 512 MB a cold start is no longer bound by the processor, and none of them holds more than a few MB. */
export const memoryMb = 512;

const reads = { key: ['kms:Decrypt', 'kms:DescribeKey'] } as const satisfies Grants;
const writes = {
  key: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
} as const satisfies Grants;
/** Reads a head and appends to its chain: head and event are put, counters updated. */
const appends = {
  ...writes,
  ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
} as const satisfies Grants;

const functionTable = {
  'command-filing': {
    description: 'Everything that people do to a filing',
    seconds: 10,
    grants: {
      ...appends,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
  },
  'attach-files': {
    description: 'Evidence of a filing: taken in, kept, given back',
    seconds: 10,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      archivedAttachments: ['s3:GetObject', 's3:PutObject'],
      uploadedAttachments: ['s3:GetObject', 's3:PutObject'],
      inbox: ['s3:ListBucket'],
    },
  },
  'read-filings': {
    description: 'What a signed-in person may look at',
    seconds: 10,
    grants: {
      ...reads,
      ledger: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      todo: ['dynamodb:Query'],
    },
  },
  'keep-messages': {
    description: 'What a person has been told: to read, and to mark as read',
    seconds: 10,
    grants: { ...writes, ledger: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'] },
  },
  'watch-operations': {
    description: 'How the system is, for whoever looks after it',
    seconds: 10,
    grants: {
      ...reads,
      ledger: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      todo: ['dynamodb:Query'],
      deadLetterQueue: ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      eventBus: ['events:PutEvents'],
    },
  },
  'query-standing': {
    description: 'Where a round stands',
    seconds: 10,
    grants: { ...reads, ledger: ['dynamodb:GetItem', 'dynamodb:Query'] },
  },
  'manage-rounds': {
    description: 'Monitoring rounds: to look at, and to issue',
    seconds: 10,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
  },
  'exchange-documents': {
    description: 'Documents of a filing and of a round: forms, exports, print pages',
    // A round of a large county is some thousand filings, read sixteen at a time.
    seconds: 29,
    grants: { ...reads, ledger: ['dynamodb:GetItem', 'dynamodb:Query'] },
  },
  'import-data': {
    description: 'Imports of the register: template, preview, acceptance',
    seconds: 29,
    // 45,000 indicators take 7 s of a processor to read, plan and write in 61 transactions; 512 MB come with 0.3 of one, 1,024 with 0.6.
    memoryMb: 1024,
    grants: {
      ...writes,
      ledger: [
        'dynamodb:BatchGetItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
      ],
      importInbox: ['s3:GetObject', 's3:PutObject'],
      archivedImports: ['s3:GetObject', 's3:PutObject'],
    },
  },
  'issue-receipts': {
    description: 'Signed receipts of what was filed, and the chains they speak of',
    seconds: 10,
    grants: {
      ...reads,
      ledger: ['dynamodb:GetItem', 'dynamodb:Query'],
      receiptKey: ['kms:GetPublicKey', 'kms:Sign'],
    },
  },
  'command-report': {
    description: 'Stamped reports: to look at, to write, to check',
    seconds: 10,
    grants: {
      ...appends,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
  },
  'draft-report': {
    description: 'Writes the report of a department from its filings',
    seconds: 10,
    grants: { ...reads, ledger: ['dynamodb:GetItem', 'dynamodb:Query'] },
  },
  'pack-bundles': {
    description: 'A department’s year as one zip that proves itself',
    // Half a gigabyte from bucket to bucket, hashed on the way; it passes in parts of 8 MB.
    seconds: 29,
    memoryMb: 1769,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:Query'],
      archivedFilings: ['s3:GetObject'],
      archivedAttachments: ['s3:GetObject'],
      archivedReports: ['s3:GetObject'],
      bundles: ['s3:GetObject', 's3:PutObject'],
      receiptKey: ['kms:GetPublicKey', 'kms:Sign'],
    },
  },
  'assess-departments': {
    description: 'How well departments did their monitoring in a year, and their answers',
    // Eight departments of a full year are some two thousand reads.
    seconds: 29,
    grants: { ...writes, ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'] },
  },
  'upload-report': {
    description: 'Stamped reports: announced, sent, received',
    seconds: 10,
    asynchronous: true,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      uploadedReports: ['s3:GetObject', 's3:PutObject'],
      inbox: ['s3:ListBucket'],
      deadLetters: ['sqs:SendMessage'],
    },
  },
  'keep-report': {
    description: 'Files of reports: to look at, to keep longer, to hold',
    seconds: 20,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      uploadedReports: ['s3:GetObject'],
      archivedReports: ['s3:GetObject', 's3:PutObjectLegalHold', 's3:PutObjectRetention'],
      archive: ['s3:GetBucketObjectLockConfiguration'],
      inbox: ['s3:ListBucket'],
    },
  },
  'await-report': {
    description: 'Notes that the machine of a report waits for people',
    seconds: 10,
    grants: appends,
  },
  'remind-report': {
    description: 'Tells people what the calendar says today of a report that has not come',
    seconds: 30,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    },
  },
  'verify-report': {
    description: 'Looks at a stamped report that has come',
    seconds: 100,
    // A scan of 20 MB lies in memory once, beside the pictures of one page at a time; reading them wants a processor of its own.
    memoryMb: 1769,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      uploadedReports: ['s3:GetObject'],
      inbox: ['s3:ListBucket'],
    },
  },
  'store-report': {
    description: 'Keeps a confirmed report for thirty years',
    seconds: 50,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      uploadedReports: ['s3:GetObject'],
      archivedReports: ['s3:GetObject', 's3:PutObject', 's3:PutObjectRetention'],
      archive: ['s3:GetBucketObjectLockConfiguration'],
      inbox: ['s3:ListBucket'],
    },
  },
  'manage-dispositions': {
    description: 'Dispositions: proposed, ordered, carried out, checked, closed',
    seconds: 10,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
  },
  'describe-api': {
    description: 'Says that the system is there and what it can do',
    seconds: 10,
    grants: {},
  },
  'open-task': {
    description: 'Puts a filing on the desk of a reviewer',
    seconds: 10,
    grants: appends,
  },
  'open-disposition-task': {
    description: 'Puts a disposition on the desk of whoever is next',
    seconds: 10,
    grants: appends,
  },
  'archive-filing': {
    description: 'Keeps the frozen copy of an approved filing',
    seconds: 30,
    grants: { ...appends, archivedFilings: ['s3:GetObject', 's3:PutObject'] },
  },
  'issue-filings': {
    description: 'Issues a round to one department',
    seconds: 30,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
  },
  'keep-calendar': {
    description: 'Tells people what the calendar of a round says today',
    seconds: 50,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    },
  },
  'advance-workflow': {
    description: 'Tells the state machines what the ledger has recorded',
    seconds: 30,
    // Ten batches of one shard at a time and the sweep; a second shard still finds room.
    concurrency: 20,
    asynchronous: true,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      ledgerStream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      ledgerStreams: ['dynamodb:ListStreams'],
      deadLetters: ['sqs:SendMessage'],
      'filing-review': ['states:SendTaskFailure', 'states:SendTaskSuccess', 'states:StartExecution'],
      round: ['states:StartExecution'],
      'report-collection': ['states:SendTaskFailure', 'states:SendTaskSuccess', 'states:StartExecution'],
      rectification: ['states:SendTaskFailure', 'states:SendTaskSuccess', 'states:StartExecution'],
    },
  },
  notify: {
    description: 'Tells people the news, and the event bus what has happened',
    seconds: 30,
    // As many as the stream asks for at once, and the sweep.
    concurrency: 11,
    asynchronous: true,
    grants: {
      ...writes,
      ledger: [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      todo: ['dynamodb:Query'],
      ledgerStream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      ledgerStreams: ['dynamodb:ListStreams'],
      deadLetters: ['sqs:SendMessage'],
      eventBus: ['events:PutEvents'],
    },
  },
  'call-webhook': {
    description: 'Tells another system what the event bus announces, where one is named',
    seconds: 15,
    asynchronous: true,
    // Its environment holds a secret and is encrypted by our key.
    grants: { key: ['kms:Decrypt'], deadLetters: ['sqs:SendMessage'] },
  },
  reconcile: {
    description: 'Compares the ledger with all that serves it, and mends what has come apart',
    // Three thousand filings in review are asked for one by one, at the fifteen a second that Step Functions answers.
    seconds: 600,
    concurrency: 1,
    asynchronous: true,
    grants: {
      ...writes,
      ledger: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      deadLetters: ['sqs:SendMessage'],
      archivedFilings: ['s3:GetObject', 's3:PutObject'],
      archive: ['s3:ListBucket'],
      filingReviewRuns: ['states:DescribeExecution', 'states:StopExecution'],
      roundRuns: ['states:DescribeExecution'],
      reportCollectionRuns: ['states:DescribeExecution'],
      rectificationRuns: ['states:DescribeExecution'],
    },
  },
  recover: {
    description: 'Takes up what a broken execution has left',
    seconds: 30,
    asynchronous: true,
    grants: { ...appends, deadLetters: ['sqs:SendMessage'] },
  },
  'found-county': {
    description: 'Founds a county from one document, for an operator',
    // One document is at most 6 MB, about 20,000 items; eight at a time in 15 ms are 40 s.
    seconds: 60,
    grants: { ...writes, ledger: ['dynamodb:PutItem'] },
  },
} as const satisfies Record<ApiFunction, FunctionSpec> & Record<string, FunctionSpec>;

export type FunctionName = keyof typeof functionTable;

const table: Readonly<Record<FunctionName, FunctionSpec>> = functionTable;

export function specOf(name: FunctionName): FunctionSpec {
  return table[name];
}

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functionTable, name);
}

export const functionNames: readonly FunctionName[] = Object.keys(functionTable).filter(isFunctionName);
