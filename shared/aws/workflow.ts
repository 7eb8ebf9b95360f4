/** Step Functions, in the three ways the product uses it. What was told already counts as told, so that every delivery may repeat. */
import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  type SFNClientConfig,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { Fault } from '../fault.ts';
import type { Told, Workflow } from '../ports.ts';

export interface Machines {
  readonly filingReview: string;
  readonly round: string;
  readonly reportCollection: string;
  readonly rectification: string;
}

export function openWorkflow(machines: Machines, config: SFNClientConfig = {}): Workflow {
  const client = new SFNClient(config);
  const start = async (stateMachineArn: string, name: string, input: string) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw new Fault('start execution', error);
    }
  };
  return {
    startFilingReview: (name, input) => start(machines.filingReview, name, input),
    startRound: (name, input) => start(machines.round, name, input),
    startReportCollection: (name, input) => start(machines.reportCollection, name, input),
    startRectification: (name, input) => start(machines.rectification, name, input),
    complete: (taskToken) => tell(() => client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))),
    fail: (taskToken, error) => tell(() => client.send(new SendTaskFailureCommand({ taskToken, error }))),
  };
}

async function tell(call: () => Promise<unknown>): Promise<Told> {
  try {
    await call();
    return 'told';
  } catch (error) {
    const closed =
      error instanceof TaskDoesNotExist || error instanceof TaskTimedOut || error instanceof InvalidToken;
    if (closed) return 'closed';
    throw new Fault('send task', error);
  }
}
