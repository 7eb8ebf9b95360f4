/**
 * What wakes the functions that nobody calls: the ledger's stream and a sweep every two minutes for `advance-workflow` and `notify`,
 * broken executions for `recover`, reports that have come into the inbox for `upload-report`. Each way out of which an event could fall
 * ends in the same queue of dead letters.
 */
import { Aws, Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnEventInvokeConfig,
  CfnEventSourceMapping,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  announcedDispositionFacts,
  announcedFilingFacts,
  announcedReportFacts,
  announcedRoundFacts,
  announcer,
  reconciliationAsked,
} from '../../shared/domain/announcement.ts';
import { dispositionErrandFacts } from '../../shared/domain/disposition.ts';
import { errandFacts } from '../../shared/domain/filing.ts';
import { reportErrandFacts } from '../../shared/domain/report.ts';
import { roundErrandFacts } from '../../shared/domain/round.ts';
import { functionNames, specOf } from './function-table.ts';
import type { Functions } from './functions.ts';
import { pascalCase } from './machine-definition.ts';
import { type MachineName, machineNames } from './machine-names.ts';

export interface TriggersProps {
  readonly bus: EventBus;
  readonly functions: Functions;
  readonly ledger: Table;
  readonly inbox: Bucket;
  readonly machineArn: (name: MachineName) => string;
  readonly deadLetters: Queue;
}

/** An event's sort key ends in the name of its fact. */
const endsIn = (facts: readonly string[]) => facts.map((fact) => ({ suffix: `#${fact}` }));
const insertOf = (sk: readonly object[]) => ({
  eventName: ['INSERT'],
  dynamodb: { Keys: { sk: { S: sk } } },
});

/** Facts of several aggregates may be called the same: each name once. */
const tellingFacts = [
  ...new Set([...errandFacts, ...roundErrandFacts, ...reportErrandFacts, ...dispositionErrandFacts]),
];

/** Only facts that set an errand wake the function that runs errands. */
export const errandFilter = insertOf(endsIn(tellingFacts));

/** News is to be told; facts that change a stage are to be announced. */
export const newsFilter = insertOf([
  { prefix: 'NEWS#' },
  ...endsIn([
    ...new Set([
      ...announcedFilingFacts,
      ...announcedReportFacts,
      ...announcedDispositionFacts,
      ...announcedRoundFacts,
    ]),
  ]),
]);

/** What fails for an hour is no passing fault; a person is called, and the sweep goes on trying. */
const patience = Duration.hours(1);

export class Triggers extends Construct {
  constructor(scope: Construct, id: string, props: TriggersProps) {
    super(scope, id);
    const { functions } = props;
    const advance = functions.get('advance-workflow');
    const notify = functions.get('notify');
    const reconcile = functions.get('reconcile');
    this.#followLedger('LedgerStream', advance, errandFilter, props);
    this.#followLedger('NewsStream', notify, newsFilter, props);
    const role = this.#sweepingRole([advance, notify, reconcile], props.deadLetters);
    this.#wake('Sweep', advance, 2, role, props.deadLetters);
    this.#wake('NewsSweep', notify, 2, role, props.deadLetters);
    this.#wake('Reconciliation', reconcile, 15, role, props.deadLetters);
    this.#hearOfBrokenExecutions(props);
    this.#hearOfReports(props);
    this.#hearOperators(props);
    for (const name of functionNames) {
      if (specOf(name).asynchronous) this.#keepFailures(name, props.functions.get(name), props.deadLetters);
    }
  }

  #followLedger(
    id: string,
    follower: LambdaFunction,
    filter: object,
    { ledger, deadLetters }: TriggersProps,
  ): void {
    const { tableStreamArn } = ledger;
    if (tableStreamArn === undefined) throw new Error('the ledger has no stream');
    new CfnEventSourceMapping(this, id, {
      eventSourceArn: tableStreamArn,
      functionName: follower.functionName,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 10,
      parallelizationFactor: 10,
      filterCriteria: { filters: [{ pattern: JSON.stringify(filter) }] },
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: patience.toSeconds(),
      destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
    });
  }

  #sweepingRole(swept: readonly LambdaFunction[], deadLetters: Queue): Role {
    const role = new Role(this, 'SweepRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: swept.map(({ functionArn }) => functionArn),
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    );
    return role;
  }

  #wake(id: string, swept: LambdaFunction, minutes: number, role: Role, deadLetters: Queue): void {
    const sweep = new CfnSchedule(this, id, {
      description: 'Makes good what was missed or lost meanwhile',
      scheduleExpression: `rate(${minutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: swept.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ sweep: true }),
        // The next sweep does the work of one that could not be delivered.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: minutes * 60 },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    sweep.node.addDependency(role);
  }

  #hearOfBrokenExecutions({ functions, machineArn, deadLetters }: TriggersProps): void {
    new Rule(this, 'BrokenExecution', {
      description: 'An execution of ours ended without having reached its end',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: machineNames.map(machineArn),
        },
      },
      targets: [
        new FunctionTarget(functions.get('recover'), {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: patience,
        }),
      ],
    });
  }

  /** The bucket tells everything that comes in; only a report is anybody's business. */
  #hearOfReports({ functions, inbox, deadLetters }: TriggersProps): void {
    new Rule(this, 'ReportReceived', {
      description: 'A stamped report has come into the inbox',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [inbox.bucketName] }, object: { key: [{ prefix: 'reports/' }] } },
      },
      targets: [
        new FunctionTarget(functions.get('upload-report'), {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: patience,
        }),
      ],
    });
  }

  /** Whoever looks after the system may ask for a reconciliation at once. */
  #hearOperators({ bus, functions, deadLetters }: TriggersProps): void {
    new Rule(this, 'ReconciliationAsked', {
      description: 'An operator has asked for a reconciliation',
      eventBus: bus,
      eventPattern: { source: [announcer], detailType: [reconciliationAsked] },
      targets: [
        new FunctionTarget(functions.get('reconcile'), {
          deadLetterQueue: deadLetters,
          retryAttempts: 2,
          maxEventAge: Duration.minutes(15),
        }),
      ],
    });
  }

  #keepFailures(name: string, invoked: LambdaFunction, deadLetters: Queue): void {
    new CfnEventInvokeConfig(this, `Failures${pascalCase(name)}`, {
      functionName: invoked.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: patience.toSeconds(),
      destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
    });
  }
}
