/** The check of a stamped report as the function does it: its pages, the seal on every one, the code. */
import { lookAtScan } from '../../shared/scan/look-at-scan.ts';

export function look(bytes: Uint8Array): string {
  const { seal, codes } = lookAtScan(bytes);
  const read = codes.filter(({ text }) => text !== null).length;
  return `${seal.hint === 'seal' ? `seal on page ${seal.pages}` : seal.hint}, ${read} code`;
}
