/** `npm start` as a process of its own, to be killed without warning. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface DeskProcess {
  readonly apiUrl: string;
  kill(): Promise<void>;
}

/** Starts the system on `data` and waits until it has printed its address. */
export async function startDesk(data: string, clock: string): Promise<DeskProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'infra/desk/start.ts', '--data', data, '--port', '0', '--clock', clock],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const apiUrl = await Promise.race([addressOf(child), ended(child, said)]);
  return {
    apiUrl,
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface(child.stdout)) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+(?=\/local\/)/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  return new Promise(() => undefined);
}

async function ended(child: ChildProcess, said: readonly string[]): Promise<never> {
  await once(child, 'exit');
  throw new Error(`npm start ended: ${said.join('')}`);
}
