/**
 * Starts executions as fast as it can and writes the name of each one that was acknowledged, until it is killed. Its clock is
 * the machine's: a process that is about to die needs no better one.
 */
import { argv, stdout } from 'node:process';
import { createStepFunctions } from '../../infra/embedded/step-functions/service.ts';
import { machine, machineArn } from './sfn-bench.ts';

const service = await createStepFunctions({
  journalFile: argv[2] ?? '',
  machines: [
    {
      arn: machineArn('m'),
      name: 'm',
      roleName: 'r',
      definition: JSON.stringify(
        machine({ W: { Type: 'Wait', Seconds: 86_400, Next: 'E' }, E: { Type: 'Succeed' } }),
      ),
    },
  ],
  clock: { now: () => Date.now(), at: () => () => undefined },
  functions: { invoke: () => Promise.reject(new Error('no function is called here')) },
  sdkCall: () => Promise.reject(new Error('no service is called here')),
  emit: () => Promise.resolve(),
  access: () => undefined,
});
const caller = { name: 'child', accessKeyId: '', secretAccessKey: '' };

async function startForEver(worker: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const name = `w${worker}-${n}`;
    await service.call('StartExecution', { stateMachineArn: machineArn('m'), name }, caller);
    stdout.write(`${name}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map(startForEver));
