/** The peak of this process's memory. */
import { existsSync, readFileSync } from 'node:fs';

const status = '/proc/self/status';

/** In bytes. Linux counts in `maxRSS` what the parent had when it started this process; its own mark of high water does not. */
export function peakBytes(): number {
  const text = existsSync(status) ? readFileSync(status, 'latin1') : '';
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(text)?.[1];
  return (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes)) * 1024;
}
