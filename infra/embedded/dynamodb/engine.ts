/**
 * Dynoxide as a child process: the embedded DynamoDB engine (SQLite inside, one fsync per commit). It listens on
 * 127.0.0.1 only, because it does not verify signatures; clients reach it through the front beside this file.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer, connect as dial } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stoppable } from '../parts.ts';

/** A running engine; `endpoint` is its own address, e.g. `http://127.0.0.1:41234`. */
export interface Engine extends Stoppable {
  readonly endpoint: string;
  /** Resolves with a reason when the process ends without having been asked to. */
  readonly died: Promise<string>;
}

/** Starts the engine on `file` (created when absent). Fails with one plain sentence where no engine can run. */
export async function startEngine(file: string): Promise<Engine> {
  const port = await freePort();
  const child = spawn(
    executable(),
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const complaints: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  let asked = false;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      if (!asked) resolve(`the DynamoDB engine ended (${signal ?? code}): ${complaints.join('').trim()}`);
    });
  });
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  await Promise.race([listening(port), died.then((reason) => Promise.reject(new Error(reason)))]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    died,
    async stop() {
      asked = true;
      process.off('exit', killWithParent);
      stopChild(child);
      await ended;
    },
  };
}

function stopChild(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
}

function executable(): string {
  try {
    return join(
      dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json')),
      'dynoxide',
    );
  } catch {
    throw new Error(
      `No embedded DynamoDB for ${process.platform}-${process.arch}: only linux-x64 comes with npm.\n` +
        'Start DynamoDB Local (or dynoxide) yourself and set AWS_ENDPOINT_URL_DYNAMODB to its address.',
    );
  }
}

/** A port that was free a moment ago; dynoxide cannot report the one it would choose itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = dial(port, '127.0.0.1', () => socket.end(() => resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await pause(5);
  }
}
