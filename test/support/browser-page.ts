/** A page in a headless Chromium that a test leads by hand: it is opened, given files, and asked what it shows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { findBrowser, quiet } from './browser.ts';

type Answer = Readonly<Record<string, unknown>>;

export interface BrowserPage {
  /** The value of a JavaScript expression; it must be JSON. */
  evaluate(expression: string): Promise<unknown>;
  /** Chooses files for the input that the selector finds, as a person does. */
  choose(selector: string, files: readonly string[]): Promise<void>;
  /** Waits until the expression is true. */
  until(expression: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPage(url: string): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), 'page-'));
  const browser = spawn(findBrowser(), [...quiet, `--user-data-dir=${profile}`, '--remote-debugging-pipe'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const send = protocol(browser);
  const { targetId } = await send('Target.createTarget', { url });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const ask = (method: string, params: Answer = {}) => send(method, params, String(sessionId));
  const evaluate = async (expression: string) => {
    const { result, exceptionDetails } = await ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  };
  const page: BrowserPage = {
    evaluate,
    async choose(selector, files) {
      const { root } = await ask('DOM.getDocument');
      const { nodeId } = await ask('DOM.querySelector', { nodeId: (root as Answer)['nodeId'], selector });
      await ask('DOM.setFileInputFiles', { files, nodeId });
    },
    async until(expression) {
      const end = performance.now() + 20_000;
      while ((await evaluate(expression)) !== true) {
        if (performance.now() > end) throw new Error(`the page never came to ${expression}`);
        await pause(20);
      }
    },
    async close() {
      const ended = new Promise((resolve) => browser.once('exit', resolve));
      browser.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  await page.until("document.readyState === 'complete' && location.href !== 'about:blank'");
  return page;
}

/** The DevTools protocol over two pipes: messages end in a zero byte. */
function protocol(browser: ChildProcess) {
  const [, , , into, from] = browser.stdio as readonly [null, null, null, Writable, Readable];
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  let [last, rest] = [0, ''];
  from.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      if (error !== undefined) waiting.get(id)?.reject(new Error(JSON.stringify(error)));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  });
  return (method: string, params: Answer = {}, sessionId?: string): Promise<Answer> => {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      into.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  };
}
