/**
 * Sends what a function says, on the console or on its output, to the host at once and in order: it is there before the
 * answer, and even when the thread dies next.
 */
import { format } from 'node:util';
import type { LogLevel } from '../messages.ts';

const LEVELS = {
  debug: 'DEBUG',
  error: 'ERROR',
  info: 'INFO',
  log: 'INFO',
  trace: 'TRACE',
  warn: 'WARN',
} as const satisfies Partial<Record<keyof Console, LogLevel>>;

type Say = (level: LogLevel, text: string) => void;

export function captureOutput(say: Say): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Object.assign(console, { [method]: (...parts: unknown[]) => say(level, format(...parts)) });
  }
  captureStream(process.stdout, (text) => say('INFO', text));
  captureStream(process.stderr, (text) => say('ERROR', text));
}

function captureStream(stream: NodeJS.WriteStream, say: (text: string) => void): void {
  const write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    for (const line of text.split('\n')) if (line !== '') say(line);
    const written = more.find((each) => typeof each === 'function');
    if (written !== undefined) process.nextTick(written);
    return true;
  };
  Object.assign(stream, { write });
}
