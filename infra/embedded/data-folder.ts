/**
 * The data folder of a runtime: where each engine keeps its files, and the lock that lets only one process at a time use
 * them. The lock names its process by id and start time, so that a lock left behind by a killed process is recognised,
 * even when another process has the same id by now.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface DataFolder {
  readonly ledger: string;
  readonly objects: string;
  readonly executions: string;
  /** Invocations that nobody waits for. */
  readonly invocations: string;
  readonly schedules: string;
  readonly deadLetters: string;
  readonly keys: string;
  readonly issuerKey: string;
  /** A folder of keys that sign for the functions. */
  readonly signingKeys: string;
  readonly clock: string;
  /** Gives the folder free. */
  unlock(): void;
}

/** Opens the folder, made when absent; refuses with one sentence while another process uses it. */
export function openDataFolder(folder: string): DataFolder {
  const root = resolve(folder);
  mkdirSync(join(root, 'keys'), { recursive: true, mode: 0o700 });
  const lock = join(root, 'lock');
  takeLock(lock, root);
  return {
    ledger: join(root, 'ledger.db'),
    objects: join(root, 'objects'),
    executions: join(root, 'executions.journal'),
    invocations: join(root, 'invocations.journal'),
    schedules: join(root, 'schedules.journal'),
    deadLetters: join(root, 'dead-letters.jsonl'),
    keys: join(root, 'keys', 'credentials'),
    issuerKey: join(root, 'keys', 'issuer.json'),
    signingKeys: join(root, 'keys', 'signing'),
    clock: join(root, 'clock'),
    unlock: () => {
      if (readLock(lock) === ownLabel()) rmSync(lock, { force: true });
    },
  };
}

function takeLock(lock: string, root: string): void {
  for (let tries = 0; tries < 10; tries += 1) {
    if (writeLock(lock)) return;
    const label = readLock(lock);
    if (label === undefined) continue;
    if (isAlive(label)) {
      throw new Error(
        `The data folder ${root} is in use by process ${label.split(' ')[0]}: stop that one first.`,
      );
    }
    removeStale(lock, label);
  }
  throw new Error(`The data folder ${root} cannot be locked: other processes keep trying to.`);
}

function writeLock(lock: string): boolean {
  try {
    writeFileSync(lock, ownLabel(), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Moves the lock aside and looks at it again: it may meanwhile be the fresh lock of a process that was faster. */
function removeStale(lock: string, label: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readLock(aside) === label) rmSync(aside, { force: true });
  else renameSync(aside, lock);
}

function readLock(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function ownLabel(): string {
  return `${process.pid} ${startOf(process.pid)}`;
}

function isAlive(label: string): boolean {
  const [pid, start] = label.split(' ');
  const id = Number(pid);
  // A lock that holds nothing yet was made by a process that died between making and writing it.
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false;
  }
  return start === startOf(id);
}

/** When a process began, in the kernel's own count; a fixed word where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces; the start is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
