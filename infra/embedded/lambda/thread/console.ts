/** Sends what a function says on the console to the host at once, so that it is there even when the thread dies next. */
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

export function captureConsole(say: (level: LogLevel, text: string) => void): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Object.assign(console, { [method]: (...parts: unknown[]) => say(level, format(...parts)) });
  }
}
