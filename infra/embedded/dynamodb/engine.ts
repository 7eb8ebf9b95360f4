/**
 * Dynoxide as a child process: the embedded DynamoDB engine (SQLite inside, one fsync per commit). It listens on
 * 127.0.0.1 only, because it does not verify signatures; clients reach it through the front beside this file.
 * It takes no lock on its file, so it must never outlive us: a shell between us holds the other end of a pipe, and ends
 * the engine when the pipe closes, even where we were killed without a word.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer, connect as dial } from 'node:net';
import { dirname, join, resolve as resolvePath } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stoppable } from '../parts.ts';

/** A running engine; `endpoint` is its own address, e.g. `http://127.0.0.1:41234`. */
export interface Engine extends Stoppable {
  readonly endpoint: string;
  /** Resolves with a reason when the process ends without having been asked to. */
  readonly died: Promise<string>;
}

// Background commands of a shell have no standard input, so the pipe is descriptor 3; only the watcher may hold it.
const GUARD = `"$@" 3<&- & engine=$!
(read -r _ <&3; kill -9 $engine) 2>/dev/null & watcher=$!
exec 3<&-
wait $engine; status=$?
kill $watcher 2>/dev/null
exit $status`;

/** Starts the engine on `file` (created when absent). Fails with one plain sentence where no engine can run. */
export async function startEngine(file: string): Promise<Engine> {
  const program = executable();
  // One spelling of the file, by which a later start can find out who serves it.
  const database = resolvePath(file);
  await nobodyServes(database);
  const port = await freePort();
  const command = [program, 'serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', database];
  const child = spawn('/bin/sh', ['-c', GUARD, 'sh', ...command], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  let asked = false;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const died = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`the DynamoDB engine cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (!asked) resolve(`the DynamoDB engine ended (${signal ?? code}): ${complaints.join('').trim()}`);
    });
  });
  await Promise.race([listening(port), died.then((reason) => Promise.reject(new Error(reason)))]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    died,
    async stop() {
      asked = true;
      closePipe(child);
      await ended;
    },
  };
}

/** The engine is killed, not asked: each of its answers is on disk already, and the next start reads its log. */
function closePipe(child: ChildProcess): void {
  child.stdio[3]?.destroy();
}

/** A run that was killed takes its engine along, a moment later; wait for that moment rather than open the file twice. */
async function nobodyServes(file: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!(await isServed(file))) return;
    await pause(20);
  }
  throw new Error(`Another DynamoDB engine is still running on ${file}; two of them would damage it.`);
}

async function isServed(file: string): Promise<boolean> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    // A process may end between the two looks.
    processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return commands.some(
    (command) => command.includes(`/dynoxide\0serve\0`) && command.endsWith(`\0${file}\0`),
  );
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
async function freePort(): Promise<number> {
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
