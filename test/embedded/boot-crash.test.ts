/** A runtime that is killed while an execution waits: the next boot takes the folder over and completes it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from '../../infra/embedded/data-folder.ts';
import { approve, bootDesk, look, tokenOf, write } from './desk.ts';
import { writeDesk } from './desk-assembly.ts';
import { temporaryFolder } from './hand-made-assembly.ts';

let assembly: string;
let data: string;
beforeEach(() => {
  assembly = temporaryFolder();
  data = temporaryFolder();
});
afterEach(() => {
  for (const folder of [assembly, data]) rmSync(folder, { recursive: true, force: true });
});

async function bootInChild(): Promise<{ child: ChildProcess; apiUrl: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', resolve('test/embedded/boot-child.ts'), assembly, data],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.stdout === null) throw new Error('The child has no output.');
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The child did not boot.')));
  const [line] = await Promise.race([once(child.stdout, 'data'), ended]);
  // It will end, by a kill.
  ended.catch(() => undefined);
  return { child, apiUrl: String(line).trim() };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

test('an execution that waits is completed after a kill', async () => {
  writeDesk(assembly);
  const { child, apiUrl } = await bootInChild();
  expect(await write(apiUrl, 'waiting')).toBe(201);
  await until(async () => (await look(apiUrl, 'waiting')).token);
  // The stream record of this one may or may not have been delivered when the kill comes.
  expect(await write(apiUrl, 'fresh')).toBe(201);
  await killed(child);

  const runtime = await bootDesk(assembly, data);
  try {
    await runtime.settled();
    const token = await tokenOf(runtime.apiUrl, 'anna');
    for (const id of ['waiting', 'fresh']) {
      expect(await approve(runtime.apiUrl, id, token)).toBe(202);
      await runtime.settled();
      expect(await look(runtime.apiUrl, id)).toMatchObject({ done: true, ended: true, by: 'anna' });
    }
  } finally {
    await runtime.stop();
  }
});

test('a lock is respected while its process lives, and taken over afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const lock = join(data, 'lock');
  openDataFolder(data).unlock();
  const start = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
  writeFileSync(lock, `${child.pid} ${start}`);
  expect(() => openDataFolder(data)).toThrow(`in use by process ${child.pid}`);
  // The same id, but another process by now.
  writeFileSync(lock, `${child.pid} 1`);
  openDataFolder(data).unlock();
  writeFileSync(lock, `${child.pid} ${start}`);
  await killed(child);
  openDataFolder(data).unlock();
});
