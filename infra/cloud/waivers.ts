/**
 * Findings of the security rules that we accept, each with its reason and with who answers for it. A waiver stands on the narrowest
 * construct that it is true for; one whose construct is gone stops the synthesis, so that none outlives what it excused.
 */
import { type App, Validations } from 'aws-cdk-lib';
import { functionNames } from './function-table.ts';
import { pascalCase } from './machine-definition.ts';
import { machineNames } from './machine-names.ts';
import type { Partition } from './place.ts';

interface Waiver {
  readonly rule: string;
  readonly reason: string;
  readonly owner: 'operations' | 'security';
  /** Paths of constructs. */
  readonly on: readonly string[];
  /** True in one partition only. */
  readonly in?: Partition;
}

const everyRole = functionNames.map((name) => `Stateless/Functions/${pascalCase(name)}/Role`);
const everyMachine = machineNames.map((name) => `Stateless/Machines/${pascalCase(name)}`);
const exported = (name: string) => `budget-monitoring-stateful:ExportsOutputFnGetAtt${name}`;

export const waivers: readonly Waiver[] = [
  {
    rule: 'AwsSolutions-S1',
    reason:
      'Only functions write here, and each write is an event of the hash-chained ledger; who reads is recorded by the trail of the account, which outlives this stack.',
    owner: 'security',
    on: ['Stateful/Archive', 'Stateful/Inbox'],
  },
  {
    rule: 'AwsSolutions-SQS3',
    reason: 'This is the queue of dead letters itself: an alarm fires on its first message.',
    owner: 'operations',
    on: ['Stateless/DeadLetters'],
  },
  {
    rule: 'Serverless-SQSRedrivePolicy',
    reason: 'This is the queue of dead letters itself: an alarm fires on its first message.',
    owner: 'operations',
    on: ['Stateless/DeadLetters'],
  },
  {
    rule: 'Serverless-LambdaDLQ',
    reason:
      'Functions that are invoked asynchronously have a destination for failures, which also keeps the cause; the others answer their caller.',
    owner: 'operations',
    on: ['Stateless/Functions'],
  },
  {
    rule: 'AwsSolutions-APIG4',
    reason: 'Open on purpose: they say that the system is there and how it is spoken to, and touch no data.',
    owner: 'security',
    on: ['Stateless/Http/RouteHealth', 'Stateless/Http/RouteOpenapi'],
  },
  {
    rule: `AwsSolutions-IAM5[Resource::${exported('ArchiveDA4CB258ArnBE8F3792')}/filings/*]`,
    reason: 'The objects of one prefix: their keys are made of ids and cannot be listed beforehand.',
    owner: 'security',
    on: ['ArchiveFiling', 'Reconcile'].map((name) => `Stateless/Functions/${name}/Role`),
  },
  ...['ArchiveDA4CB258ArnBE8F3792', 'InboxA8E05DC3Arn851D17F2'].map(
    (bucket): Waiver => ({
      rule: `AwsSolutions-IAM5[Resource::${exported(bucket)}/imports/*]`,
      reason: 'The objects of one prefix: their keys are made of ids and cannot be listed beforehand.',
      owner: 'security',
      on: ['Stateless/Functions/ImportData/Role'],
    }),
  ),
  ...['ArchiveDA4CB258ArnBE8F3792', 'InboxA8E05DC3Arn851D17F2'].map(
    (bucket): Waiver => ({
      rule: `AwsSolutions-IAM5[Resource::${exported(bucket)}/attachments/*]`,
      reason: 'The objects of one prefix: their keys are made of ids and cannot be listed beforehand.',
      owner: 'security',
      on: ['Stateless/Functions/AttachFiles/Role'],
    }),
  ),
  ...[
    `${exported('ArchiveDA4CB258ArnBE8F3792')}/attachments/*`,
    `${exported('ArchiveDA4CB258ArnBE8F3792')}/filings/*`,
    `${exported('InboxA8E05DC3Arn851D17F2')}/bundles/*`,
  ].map(
    (objects): Waiver => ({
      rule: `AwsSolutions-IAM5[Resource::${objects}]`,
      reason: 'The objects of one prefix: their keys are made of ids and cannot be listed beforehand.',
      owner: 'security',
      on: ['Stateless/Functions/PackBundles/Role'],
    }),
  ),
  {
    rule: `AwsSolutions-IAM5[Resource::${exported('ArchiveDA4CB258ArnBE8F3792')}/reports/*]`,
    reason: 'The objects of one prefix: their keys are made of ids and cannot be listed beforehand.',
    owner: 'security',
    on: ['KeepReport', 'PackBundles', 'StoreReport'].map((name) => `Stateless/Functions/${name}/Role`),
  },
  {
    rule: `AwsSolutions-IAM5[Resource::${exported('InboxA8E05DC3Arn851D17F2')}/reports/*]`,
    reason: 'The objects of one prefix: their keys are made of ids and cannot be listed beforehand.',
    owner: 'security',
    on: ['KeepReport', 'StoreReport', 'UploadReport', 'VerifyReport'].map(
      (name) => `Stateless/Functions/${name}/Role`,
    ),
  },
  ...[
    'FilingReviewMachine8AF432BF',
    'RoundMachineF8C9B7C5',
    'ReportCollectionMachineA14DC142',
    'RectificationMachine169842CA',
  ].map(
    (machine): Waiver => ({
      rule: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<Machines${machine}.Name>:*]`,
      reason:
        'The executions of one machine: each is asked for by the name that the ledger gave it, and there is no list of them beforehand.',
      owner: 'operations',
      on: ['Stateless/Functions/Reconcile/Role'],
    }),
  ),
  {
    rule: `AwsSolutions-IAM5[Resource::${exported('LedgerB7379752Arn8FB7B3DC')}/stream/*]`,
    reason:
      'Lambda lists the streams of the table, a question about all of them; it reads the one stream only.',
    owner: 'security',
    on: ['AdvanceWorkflow', 'Notify'].map((name) => `Stateless/Functions/${name}/Role`),
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'The registry of log deliveries and the traces of X-Ray have no resource that a policy could name.',
    owner: 'security',
    on: everyMachine.map((path) => `${path}/Role`),
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Traces of X-Ray have no resource that a policy could name.',
    owner: 'security',
    on: everyRole,
    in: 'aws',
  },
  ...['AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray'].map(
    (rule): Waiver => ({
      rule,
      reason:
        'X-Ray is absent in the Chinese regions; the log of every transition and the ledger tell the same.',
      owner: 'operations',
      on: everyMachine,
      in: 'aws-cn',
    }),
  ),
  {
    rule: 'Serverless-LambdaTracing',
    reason: 'X-Ray is absent in the Chinese regions; log lines carry the id of the request.',
    owner: 'operations',
    on: ['Stateless/Functions'],
    in: 'aws-cn',
  },
];

export function acknowledgeWaivers(app: App, partition: Partition): void {
  const constructs = new Map(app.node.findAll().map((construct) => [construct.node.path, construct]));
  for (const { rule: id, reason, on } of waivers.filter((waiver) => (waiver.in ?? partition) === partition)) {
    for (const path of on) {
      const construct = constructs.get(path);
      if (construct === undefined) throw new Error(`the waiver of ${id} names ${path}, which does not exist`);
      Validations.of(construct).acknowledge({ id, reason });
    }
  }
}
