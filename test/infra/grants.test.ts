/** Who may do what, read from every policy of the templates: exactly the function table, and no wildcard that is not on a short list. */

import { beforeAll, describe, expect, test } from 'vitest';
import {
  type FunctionName,
  functionNames,
  specOf,
  type Target,
  targets,
} from '../../infra/cloud/function-table.ts';
import { pascalCase } from '../../infra/cloud/machine-definition.ts';
import { machineNames } from '../../infra/cloud/machine-names.ts';
import { partitions } from '../../infra/cloud/place.ts';
import { ofType, readTemplates, type Template } from './templates.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const list = (value: string | readonly string[]) => (typeof value === 'string' ? [value] : value);

/** `action on resource` for all that the roles are allowed, by the short id of the role. */
function allowed(template: Template): ReadonlyMap<string, readonly string[]> {
  const grants = new Map<string, string[]>();
  for (const { PolicyDocument, Roles } of ofType(template, 'AWS::IAM::Policy').values()) {
    const [role = ''] = Roles as string[];
    grants.set(role, [...(grants.get(role) ?? []), ...statementsOf(PolicyDocument).flatMap(pairs)]);
  }
  return grants;
}

function statementsOf(document: unknown): readonly Statement[] {
  return (document as { Statement: Statement[] }).Statement;
}

function pairs({ Action, Resource }: Statement): string[] {
  return list(Action).flatMap((action) => list(Resource).map((resource) => `${action} on ${resource}`));
}

const executionsOf = (machine: string) =>
  `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<Machines${machine}Machine.Name>:*`;
const reconciling = [
  ...['FilingReview', 'Round', 'ReportCollection', 'Rectification'].map(
    (machine) => `states:DescribeExecution on ${executionsOf(machine)}`,
  ),
  `states:StopExecution on ${executionsOf('FilingReview')}`,
];

const resourceOf: Readonly<Record<Target, string>> = {
  ledger: '<Ledger.Arn>',
  todo: '<Ledger.Arn>/index/todo',
  ledgerStream: '<Ledger.StreamArn>',
  ledgerStreams: '<Ledger.Arn>/stream/*',
  archivedFilings: '<Archive.Arn>/filings/*',
  importInbox: '<Inbox.Arn>/imports/*',
  archivedImports: '<Archive.Arn>/imports/*',
  archivedAttachments: '<Archive.Arn>/attachments/*',
  uploadedAttachments: '<Inbox.Arn>/attachments/*',
  bundles: '<Inbox.Arn>/bundles/*',
  uploadedReports: '<Inbox.Arn>/reports/*',
  archivedReports: '<Archive.Arn>/reports/*',
  archive: '<Archive.Arn>',
  inbox: '<Inbox.Arn>',
  filingReviewRuns: executionsOf('FilingReview'),
  roundRuns: executionsOf('Round'),
  reportCollectionRuns: executionsOf('ReportCollection'),
  rectificationRuns: executionsOf('Rectification'),
  key: '<DataKey.Arn>',
  receiptKey: '<ReceiptsKey.Arn>',
  deadLetters: '<DeadLetters.Arn>',
  deadLetterQueue: '<DeadLetters.Arn>',
  'filing-review': '<MachinesFilingReviewMachine.Arn>',
  rectification: '<MachinesRectificationMachine.Arn>',
  round: '<MachinesRoundMachine.Arn>',
  'report-collection': '<MachinesReportCollectionMachine.Arn>',
  eventBus: '<Announcements.Arn>',
};

function fromTable(name: FunctionName): string[] {
  const { grants } = specOf(name);
  return targets.flatMap((target) =>
    (grants[target] ?? []).map((action: string) => `${action} on ${resourceOf[target]}`),
  );
}

const logDelivery = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
].map((action) => `${action} on *`);
/** Files of imports, as they come in and as they are kept. */
const importFiles = ['Inbox', 'Archive'].flatMap((bucket) =>
  ['s3:GetObject', 's3:PutObject'].map((action) => `${action} on <${bucket}.Arn>/imports/*`),
);
const evidenceFiles = ['Inbox', 'Archive'].flatMap((bucket) =>
  ['s3:GetObject', 's3:PutObject'].map((action) => `${action} on <${bucket}.Arn>/attachments/*`),
);
const packing = [
  's3:GetObject on <Archive.Arn>/attachments/*',
  's3:GetObject on <Archive.Arn>/filings/*',
  's3:GetObject on <Archive.Arn>/reports/*',
  's3:GetObject on <Inbox.Arn>/bundles/*',
  's3:PutObject on <Inbox.Arn>/bundles/*',
];
/** Stamped reports: their archive may be locked and held, never loosened. */
const reportFiles = [
  ...['s3:GetObject', 's3:PutObject'].map((action) => `${action} on <Inbox.Arn>/reports/*`),
  ...['s3:GetObject', 's3:PutObject', 's3:PutObjectLegalHold', 's3:PutObjectRetention'].map(
    (action) => `${action} on <Archive.Arn>/reports/*`,
  ),
];
const tracing = ['xray:PutTelemetryRecords on *', 'xray:PutTraceSegments on *'];
const sampling = ['xray:GetSamplingRules on *', 'xray:GetSamplingTargets on *'];

describe.each(partitions)('grants in %s', (partition) => {
  let template: Template;
  let stateful: Template;
  let grants: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    ({ stateless: template, stateful } = await readTemplates(partition));
    grants = allowed(template);
  });

  test.each(functionNames)('%s may do what the table says, write its own log, and nothing else', (name) => {
    const scope = `Functions${pascalCase(name)}`;
    const own = [`<${scope}Log.Arn>`].flatMap((log) => [
      `logs:CreateLogStream on ${log}`,
      `logs:PutLogEvents on ${log}`,
    ]);
    const expected = [...fromTable(name), ...own, ...(partition === 'aws' ? tracing : [])];
    expect([...(grants.get(`<${scope}Role>`) ?? [])].sort()).toEqual(expected.sort());
  });

  test.each([
    ['FilingReview', ['OpenTask', 'ArchiveFiling']],
    ['Round', ['IssueFilings', 'KeepCalendar']],
    ['ReportCollection', ['RemindReport', 'AwaitReport', 'VerifyReport', 'StoreReport']],
  ])('the machine %s may invoke the functions of its definition and write its log', (machine, functions) => {
    const invokes = functions.map((name) => `lambda:InvokeFunction on <Functions${name}Function.Arn>`);
    const expected = [...invokes, ...logDelivery, ...(partition === 'aws' ? [...tracing, ...sampling] : [])];
    expect([...(grants.get(`<Machines${machine}Role>`) ?? [])].sort()).toEqual(expected.sort());
  });

  test('the schedules may wake their functions and leave a dead letter', () => {
    expect(grants.get('<TriggersSweepRole>')).toEqual([
      'lambda:InvokeFunction on <FunctionsAdvanceWorkflowFunction.Arn>',
      'lambda:InvokeFunction on <FunctionsNotifyFunction.Arn>',
      'lambda:InvokeFunction on <FunctionsReconcileFunction.Arn>',
      'sqs:SendMessage on <DeadLetters.Arn>',
    ]);
  });

  test('there is no role besides these', () => {
    expect(grants.size).toBe(functionNames.length + machineNames.length + 1);
    expect(ofType(template, 'AWS::IAM::Role').size).toBe(grants.size);
    expect(ofType(stateful, 'AWS::IAM::Role').size).toBe(0);
  });

  test('no action has a wildcard, and resources only where there is no narrower one', () => {
    const all = [...grants.values()].flat();
    expect(all.filter((grant) => grant.split(' on ')[0]?.includes('*'))).toEqual([]);
    const wild = new Set(all.filter((grant) => grant.includes('*')));
    const known = [
      ...logDelivery,
      'dynamodb:ListStreams on <Ledger.Arn>/stream/*',
      's3:PutObject on <Archive.Arn>/filings/*',
      ...importFiles,
      ...evidenceFiles,
      ...packing,
      ...reportFiles,
      ...reconciling,
      ...(partition === 'aws' ? [...tracing, ...sampling] : []),
    ];
    expect([...wild].sort()).toEqual([...new Set(known)].sort());
  });

  test('nobody may scan, delete, loosen a lock, pass a role or touch IAM', () => {
    const forbidden = /Scan|Delete(?!LogDelivery)|PartiQL|Bypass|PassRole|PutBucket|^iam:|^sts:|CreateGrant/;
    expect([...grants.values()].flat().filter((grant) => forbidden.test(grant))).toEqual([]);
  });

  test('only who archives a report and who keeps it for the archivist may lock, and only reports', () => {
    const locking = [...grants].flatMap(([role, of]) =>
      of.filter((grant) => /PutObjectRetention|LegalHold/.test(grant)).map((grant) => `${role} ${grant}`),
    );
    expect(locking.sort()).toEqual([
      '<FunctionsKeepReportRole> s3:PutObjectLegalHold on <Archive.Arn>/reports/*',
      '<FunctionsKeepReportRole> s3:PutObjectRetention on <Archive.Arn>/reports/*',
      '<FunctionsStoreReportRole> s3:PutObjectRetention on <Archive.Arn>/reports/*',
    ]);
  });

  test('filings, imports, evidence and reports have their own prefixes, each written by one function alone, and by who mends it', () => {
    const buckets = [...grants].flatMap(([role, pairsOfRole]) =>
      pairsOfRole.filter((grant) => grant.startsWith('s3:')).map((grant) => `${role} ${grant}`),
    );
    expect(buckets.sort()).toEqual(
      [
        '<FunctionsArchiveFilingRole> s3:GetObject on <Archive.Arn>/filings/*',
        '<FunctionsArchiveFilingRole> s3:PutObject on <Archive.Arn>/filings/*',
        ...['s3:GetObject', 's3:PutObject'].map(
          (action) => `<FunctionsReconcileRole> ${action} on <Archive.Arn>/filings/*`,
        ),
        '<FunctionsReconcileRole> s3:ListBucket on <Archive.Arn>',
        '<FunctionsAttachFilesRole> s3:ListBucket on <Inbox.Arn>',
        ...evidenceFiles.map((grant) => `<FunctionsAttachFilesRole> ${grant}`),
        ...importFiles.map((grant) => `<FunctionsImportDataRole> ${grant}`),
        ...packing.map((grant) => `<FunctionsPackBundlesRole> ${grant}`),
        ...['KeepReport', 'StoreReport', 'UploadReport', 'VerifyReport'].flatMap((name) => [
          `<Functions${name}Role> s3:ListBucket on <Inbox.Arn>`,
          `<Functions${name}Role> s3:GetObject on <Inbox.Arn>/reports/*`,
        ]),
        '<FunctionsUploadReportRole> s3:PutObject on <Inbox.Arn>/reports/*',
        ...['KeepReport', 'StoreReport'].flatMap((name) => [
          `<Functions${name}Role> s3:GetBucketObjectLockConfiguration on <Archive.Arn>`,
          `<Functions${name}Role> s3:GetObject on <Archive.Arn>/reports/*`,
          `<Functions${name}Role> s3:PutObjectRetention on <Archive.Arn>/reports/*`,
        ]),
        '<FunctionsStoreReportRole> s3:PutObject on <Archive.Arn>/reports/*',
        '<FunctionsKeepReportRole> s3:PutObjectLegalHold on <Archive.Arn>/reports/*',
      ].sort(),
    );
  });

  test('roles have no managed policies, no inline ones, and are taken by one service each', () => {
    for (const properties of ofType(template, 'AWS::IAM::Role').values()) {
      expect(Object.keys(properties)).toEqual(['AssumeRolePolicyDocument']);
      const trust = statementsOf(properties['AssumeRolePolicyDocument']);
      expect(trust).toHaveLength(1);
      expect(JSON.stringify(trust)).toMatch(/"Service":"(?:lambda|states|scheduler)\.amazonaws\.com"/);
    }
  });

  test('policies are plain: only Allow, no NotAction, no NotResource, no condition that the desk could not weigh', () => {
    for (const { PolicyDocument } of ofType(template, 'AWS::IAM::Policy').values()) {
      for (const statement of statementsOf(PolicyDocument)) {
        expect(Object.keys(statement).sort()).toEqual(['Action', 'Effect', 'Resource']);
        expect(statement.Effect).toBe('Allow');
      }
    }
  });
});
