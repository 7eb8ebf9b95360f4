/** What may be said to a bench: `--filings 300 --minutes 2` for a small form of the large ones. */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly filings?: number;
  readonly minutes?: number;
}

export function readArguments(): { readonly wanted: readonly string[]; readonly options: BenchOptions } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { filings: { type: 'string' }, minutes: { type: 'string' } },
  });
  const numbers = Object.entries(values).map(([name, text]) => [name, Number(text)]);
  return { wanted: positionals, options: Object.fromEntries(numbers) };
}
