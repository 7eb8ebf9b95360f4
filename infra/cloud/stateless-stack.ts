/** What may be replaced at any time: functions, state machines, the API and what wakes and watches them. It holds no data. */
import { ArnFormat, Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import type { FunctionName, Target } from './function-table.ts';
import { type Deployed, Functions } from './functions.ts';
import { HttpApi } from './http-api.ts';
import { todoIndex } from './ledger-table.ts';
import { type MachineDefinition, pascalCase } from './machine-definition.ts';
import { type MachineName, machineNames } from './machine-names.ts';
import { Machines } from './machines.ts';
import type { StatefulStack } from './stateful-stack.ts';
import { Triggers } from './triggers.ts';
import { Webhook } from './webhook.ts';

export interface StatelessStackProps extends StackProps {
  readonly stateful: StatefulStack;
  readonly codeOf: (name: FunctionName) => string;
  readonly definitions: ReadonlyMap<MachineName, MachineDefinition>;
  readonly tracing: boolean;
}

export class StatelessStack extends Stack {
  constructor(scope: Construct, id: string, props: StatelessStackProps) {
    super(scope, id, props);
    const { key, ledger, inbox } = props.stateful;
    const { codeOf, definitions, tracing } = props;
    const deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const functions = new Functions(this, 'Functions', { codeOf, key, tracing });
    const machines = new Machines(this, 'Machines', { definitions, functions, key, tracing });
    const machineArn = (name: MachineName) => machines.arn(name);
    const runsOf = (name: MachineName) =>
      this.formatArn({
        region: Aws.REGION,
        service: 'states',
        resource: 'execution',
        resourceName: `${machines.nameOf(name)}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const bus = new EventBus(this, 'Announcements', {
      description: 'What has happened, in ids, codes and instants alone',
    });
    functions.grant(deployedTargets(props.stateful, { machineArn, runsOf, deadLetters, bus }));
    const api = new HttpApi(this, 'Http', { functions, key });
    new Triggers(this, 'Triggers', { bus, functions, ledger, inbox, machineArn, deadLetters });
    new Webhook(this, 'Webhook', { called: functions.get('call-webhook'), bus, deadLetters, key });
    new Alarms(this, 'Alarms', {
      key,
      advanceFunction: functions.get('advance-workflow').functionName,
      notifyFunction: functions.get('notify').functionName,
      reconcileLog: functions.get('reconcile').logGroup,
      deadLetterQueue: deadLetters.queueName,
      machines: new Map(machineNames.map((name) => [name, machineArn(name)])),
      ledgerTable: ledger.tableName,
      apiId: api.id,
      archiveReaders: (['keep-report', 'pack-bundles'] as const).map((name) => functions.get(name).logGroup),
    });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'AnnouncementBus', { value: bus.eventBusName });
    new CfnOutput(this, 'FoundingFunction', { value: functions.get('found-county').functionName });
    for (const name of machineNames)
      new CfnOutput(this, `${pascalCase(name)}Machine`, { value: machineArn(name) });
  }
}

interface Around {
  readonly machineArn: (name: MachineName) => string;
  /** All executions of a machine. */
  readonly runsOf: (name: MachineName) => string;
  readonly deadLetters: Queue;
  readonly bus: EventBus;
}

/** Where everything that the function table speaks of has come to stand. */
function deployedTargets(
  { ledger, archive, inbox, key, receiptKey }: StatefulStack,
  { machineArn, runsOf, deadLetters, bus }: Around,
): Readonly<Record<Target, Deployed>> {
  const { tableArn, tableName, tableStreamArn = '' } = ledger;
  const unnamed = (arn: string): Deployed => ({ arn, name: arn });
  return {
    ledger: { arn: tableArn, name: tableName },
    todo: unnamed(`${tableArn}/index/${todoIndex}`),
    ledgerStream: unnamed(tableStreamArn),
    ledgerStreams: unnamed(`${tableArn}/stream/*`),
    archivedFilings: { arn: archive.arnForObjects('filings/*'), name: archive.bucketName },
    importInbox: { arn: inbox.arnForObjects('imports/*'), name: inbox.bucketName },
    archivedImports: { arn: archive.arnForObjects('imports/*'), name: archive.bucketName },
    archivedAttachments: { arn: archive.arnForObjects('attachments/*'), name: archive.bucketName },
    uploadedAttachments: { arn: inbox.arnForObjects('attachments/*'), name: inbox.bucketName },
    bundles: { arn: inbox.arnForObjects('bundles/*'), name: inbox.bucketName },
    uploadedReports: { arn: inbox.arnForObjects('reports/*'), name: inbox.bucketName },
    archivedReports: { arn: archive.arnForObjects('reports/*'), name: archive.bucketName },
    archive: unnamed(archive.bucketArn),
    inbox: unnamed(inbox.bucketArn),
    filingReviewRuns: { arn: runsOf('filing-review'), name: machineArn('filing-review') },
    roundRuns: { arn: runsOf('round'), name: machineArn('round') },
    reportCollectionRuns: { arn: runsOf('report-collection'), name: machineArn('report-collection') },
    rectificationRuns: { arn: runsOf('rectification'), name: machineArn('rectification') },
    key: unnamed(key.keyArn),
    receiptKey: unnamed(receiptKey.keyArn),
    deadLetters: unnamed(deadLetters.queueArn),
    deadLetterQueue: { arn: deadLetters.queueArn, name: deadLetters.queueUrl },
    'filing-review': unnamed(machineArn('filing-review')),
    round: unnamed(machineArn('round')),
    'report-collection': unnamed(machineArn('report-collection')),
    rectification: unnamed(machineArn('rectification')),
    eventBus: { arn: bus.eventBusArn, name: bus.eventBusName },
  };
}
