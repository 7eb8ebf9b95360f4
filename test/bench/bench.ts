/**
 * `npm run bench [-- name … --filings 300 --minutes 2]`: figures as counts and as ratios within one run. Seconds depend on the machine and stand beside the
 * ratios for orientation only; nothing here is asserted.
 */
import { type BenchOptions, readArguments } from './bench-options.ts';
import { boot } from './boot.ts';
import { bundles } from './bundles.ts';
import { burst } from './burst.ts';
import { coldStart } from './cold-start.ts';
import { counts } from './counts.ts';
import { evaluation } from './evaluation.ts';
import { hostileSheets } from './hostile-sheets.ts';
import { hotKeys } from './hot-keys.ts';
import { imports } from './imports.ts';
import { largeRound } from './large-round.ts';
import { scans } from './scans.ts';
import { stampedReports } from './stamped-reports.ts';
import { standing } from './standing.ts';
import { throughput } from './throughput.ts';

const benches: Readonly<
  Record<string, (options: BenchOptions) => Promise<Readonly<Record<string, unknown>>>>
> = {
  counts,
  bundles,
  'cold-start': coldStart,
  boot,
  evaluation,
  standing,
  throughput,
  'large-round': largeRound,
  burst,
  'hot-keys': hotKeys,
  'hostile-sheets': hostileSheets,
  imports,
  'stamped-reports': stampedReports,
  scans,
};

const { wanted, options } = readArguments();
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  for (const [figure, value] of Object.entries(await run(options)))
    console.log(`  ${figure.padEnd(58)} ${value}`);
}
