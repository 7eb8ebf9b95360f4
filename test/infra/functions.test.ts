/** The deployed functions: settings, environment, logs, and that folders and table cannot part. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkFolders } from '../../infra/cloud/bundle.ts';
import { type FunctionName, functionNames, specOf } from '../../infra/cloud/function-table.ts';
import { pascalCase } from '../../infra/cloud/machine-definition.ts';
import { machineNames } from '../../infra/cloud/machine-names.ts';
import { partitions } from '../../infra/cloud/place.ts';
import { ofType, readTemplates, type Template, theOne } from './templates.ts';

const everyone: readonly FunctionName[] = functionNames;
const ledger = { LEDGER_TABLE: '<Ledger>' };

/** In MB: one reads and plans whole tables, the other hashes half a gigabyte within a request. */
const larger: Readonly<Record<string, number>> = {
  'verify-report': 1769,
  'import-data': 1024,
  'pack-bundles': 1769,
};

describe.each(partitions)('the functions of %s', (partition) => {
  let stateless: Template;
  beforeAll(async () => {
    ({ stateless } = await readTemplates(partition));
  });

  test('are those of the table', () => {
    expect(ofType(stateless, 'AWS::Lambda::Function').size).toBe(everyone.length);
  });

  test.each(everyone)('%s runs on arm64 with memory, timeout, its role and its own log', (name) => {
    const scope = `Functions${pascalCase(name)}`;
    expect(theOne(stateless, 'AWS::Lambda::Function', `${scope}Function`)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: larger[name] ?? 512,
      Timeout: specOf(name).seconds,
      Role: `<${scope}Role.Arn>`,
      LoggingConfig: { LogGroup: `<${scope}Log>` },
    });
  });

  test('answer people before the gateway gives up after 30 s', () => {
    for (const uri of [...ofType(stateless, 'AWS::ApiGatewayV2::Integration').values()].map(
      (p) => p['IntegrationUri'],
    )) {
      const id = String(uri).replace(/^<(.*)\.Arn>$/, '$1');
      expect(theOne(stateless, 'AWS::Lambda::Function', id)['Timeout']).toBeLessThanOrEqual(29);
    }
  });

  test.each<[FunctionName, Record<string, string> | undefined]>([
    ['command-filing', ledger],
    ['attach-files', { ...ledger, ARCHIVE_BUCKET: '<Archive>', INBOX_BUCKET: '<Inbox>' }],
    ['read-filings', ledger],
    ['query-standing', ledger],
    ['manage-rounds', ledger],
    ['exchange-documents', ledger],
    ['import-data', { ...ledger, INBOX_BUCKET: '<Inbox>', ARCHIVE_BUCKET: '<Archive>' }],
    ['command-report', ledger],
    ['draft-report', ledger],
    ['upload-report', { ...ledger, INBOX_BUCKET: '<Inbox>' }],
    ['keep-report', { ...ledger, INBOX_BUCKET: '<Inbox>', ARCHIVE_BUCKET: '<Archive>' }],
    ['await-report', ledger],
    ['remind-report', ledger],
    ['verify-report', { ...ledger, INBOX_BUCKET: '<Inbox>' }],
    ['store-report', { ...ledger, INBOX_BUCKET: '<Inbox>', ARCHIVE_BUCKET: '<Archive>' }],
    ['describe-api', undefined],
    ['open-task', ledger],
    ['archive-filing', { ...ledger, ARCHIVE_BUCKET: '<Archive>' }],
    ['issue-filings', ledger],
    [
      'advance-workflow',
      {
        ...ledger,
        FILING_REVIEW_MACHINE: '<MachinesFilingReviewMachine.Arn>',
        ROUND_MACHINE: '<MachinesRoundMachine.Arn>',
        REPORT_COLLECTION_MACHINE: '<MachinesReportCollectionMachine.Arn>',
        RECTIFICATION_MACHINE: '<MachinesRectificationMachine.Arn>',
      },
    ],
    [
      'call-webhook',
      {
        WEBHOOK_URL: '<WebhookUrl>',
        WEBHOOK_SECRET: '<WebhookSecret>',
        WEBHOOK_LOOPBACK: '<WebhookLoopback>',
      },
    ],
    ['recover', ledger],
    ['found-county', ledger],
  ])('%s is told what it may touch and nothing else', (name, variables) => {
    const { Environment } = theOne(
      stateless,
      'AWS::Lambda::Function',
      `Functions${pascalCase(name)}Function`,
    );
    expect(Environment).toEqual(variables && { Variables: variables });
  });

  test('every log is kept for at least 180 days, encrypted by our key', () => {
    const logs = [...ofType(stateless, 'AWS::Logs::LogGroup').values()];
    expect(logs.length).toBe(everyone.length + machineNames.length + 1);
    for (const { RetentionInDays, KmsKeyId } of logs) {
      expect(RetentionInDays).toBeGreaterThanOrEqual(180);
      expect(KmsKeyId).toBe('<DataKey.Arn>');
    }
  });

  test('who follows the stream has a share of concurrency of his own', () => {
    const reserved = [...ofType(stateless, 'AWS::Lambda::Function')].filter(
      ([, p]) => p['ReservedConcurrentExecutions'],
    );
    expect(reserved.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'FunctionsAdvanceWorkflowFunction',
      'FunctionsNotifyFunction',
      'FunctionsReconcileFunction',
    ]);
  });
});

describe('folders and table', () => {
  const withFolders = (names: readonly string[], check: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'functions-'));
    for (const name of names) mkdirSync(join(folder, name));
    check(folder);
    rmSync(folder, { recursive: true });
  };

  test('agree', () => withFolders(everyone, (folder) => expect(() => checkFolders(folder)).not.toThrow()));

  test('a folder that nobody has granted anything stops the synthesis', () =>
    withFolders([...everyone, 'send-mail'], (folder) =>
      expect(() => checkFolders(folder)).toThrow(
        'functions without an entry in the function table: send-mail',
      ),
    ));

  test('an entry without a folder stops the synthesis', () =>
    withFolders(everyone.slice(1), (folder) =>
      expect(() => checkFolders(folder)).toThrow(
        'the function table names folders that are not there: command-filing',
      ),
    ));
});
