/** What may be said to a bench: `--filings 300 --minutes 2` for a small form of the large ones. */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly filings?: number;
  readonly minutes?: number;
  /** Executions that are let through in a second. */
  readonly rate?: number;
}

export function readArguments(): { readonly wanted: readonly string[]; readonly options: BenchOptions } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { filings: { type: 'string' }, minutes: { type: 'string' }, rate: { type: 'string' } },
  });
  const numbers = Object.entries(values).map(([name, text]) => [name, Number(text)]);
  return { wanted: positionals, options: Object.fromEntries(numbers) };
}
