/**
 * What wakes the functions that nobody calls: the ledger's stream and a sweep every two minutes for `advance-workflow`, broken
 * executions for `recover`, reports that have come into the inbox for `upload-report`. Each way out of which an event could fall ends in the same queue of dead letters.
 */
import { Aws, Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
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
import { dispositionErrandFacts } from '../../shared/domain/disposition.ts';
import { errandFacts } from '../../shared/domain/filing.ts';
import { reportErrandFacts } from '../../shared/domain/report.ts';
import { roundErrandFacts } from '../../shared/domain/round.ts';
import { functionNames, specOf } from './function-table.ts';
import type { Functions } from './functions.ts';
import { pascalCase } from './machine-definition.ts';
import { type MachineName, machineNames } from './machine-names.ts';

export interface TriggersProps {
  readonly functions: Functions;
  readonly ledger: Table;
  readonly inbox: Bucket;
  readonly machineArn: (name: MachineName) => string;
  readonly deadLetters: Queue;
}

/** Facts of several aggregates may be called the same: each name once. */
const tellingFacts = [
  ...new Set([...errandFacts, ...roundErrandFacts, ...reportErrandFacts, ...dispositionErrandFacts]),
];

/** An event's sort key ends in the name of its fact: only facts that set an errand wake a function. */
export const streamFilter = {
  eventName: ['INSERT'],
  dynamodb: {
    Keys: { sk: { S: tellingFacts.map((fact) => ({ suffix: `#${fact}` })) } },
  },
};

/** What fails for an hour is no passing fault; a person is called, and the sweep goes on trying. */
const patience = Duration.hours(1);

export class Triggers extends Construct {
  constructor(scope: Construct, id: string, props: TriggersProps) {
    super(scope, id);
    const advance = props.functions.get('advance-workflow');
    this.#followLedger(advance, props.ledger, props.deadLetters);
    this.#sweepTwoMinutely(advance, props.deadLetters);
    this.#hearOfBrokenExecutions(props);
    this.#hearOfReports(props);
    for (const name of functionNames) {
      if (specOf(name).asynchronous) this.#keepFailures(name, props.functions.get(name), props.deadLetters);
    }
  }

  #followLedger(advance: LambdaFunction, ledger: Table, deadLetters: Queue): void {
    const { tableStreamArn } = ledger;
    if (tableStreamArn === undefined) throw new Error('the ledger has no stream');
    new CfnEventSourceMapping(this, 'LedgerStream', {
      eventSourceArn: tableStreamArn,
      functionName: advance.functionName,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 10,
      parallelizationFactor: 10,
      filterCriteria: { filters: [{ pattern: JSON.stringify(streamFilter) }] },
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: patience.toSeconds(),
      destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
    });
  }

  #sweepTwoMinutely(advance: LambdaFunction, deadLetters: Queue): void {
    const role = new Role(this, 'SweepRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [advance.functionArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    );
    const sweep = new CfnSchedule(this, 'Sweep', {
      description: 'Carries out what the stream may have missed',
      scheduleExpression: 'rate(2 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: advance.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ sweep: true }),
        // The next sweep does the work of one that could not be delivered.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 120 },
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
