/** Step Functions, in the three ways the product uses it. What was told already counts as told, so that every delivery may repeat. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  type SFNClientConfig,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { Fault } from '../fault.ts';
import type { MachineOf, Told, Workflow } from '../ports.ts';

/** The machines by ARN. */
export type Machines = Readonly<Record<MachineOf, string>>;

export function openWorkflow(machines: Machines, config: SFNClientConfig = {}): Workflow {
  const client = new SFNClient(config);
  /** An execution's ARN follows from its machine's, so that it need not be looked up among thousands. */
  const executionOf = (machine: MachineOf, name: string) =>
    `${machines[machine].replace(':stateMachine:', ':execution:')}:${name}`;
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
    async run(machine, name) {
      const executionArn = executionOf(machine, name);
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status === 'RUNNING' ? 'running' : 'ended';
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return 'missing';
        throw new Fault('describe execution', error);
      }
    },
    async stop(machine, name) {
      const executionArn = executionOf(machine, name);
      try {
        await client.send(new StopExecutionCommand({ executionArn, cause: 'the ledger has left it' }));
      } catch (error) {
        if (!(error instanceof ExecutionDoesNotExist)) throw new Fault('stop execution', error);
      }
    },
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
