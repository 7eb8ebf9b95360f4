/** Looks at a file's structure in one way; prints the milliseconds of this first look and the peak of the process in bytes. */
import { readFileSync } from 'node:fs';
import { judgePdf } from '../../shared/pdf/judge.ts';
import { peakBytes } from '../support/peak.ts';
import { structureByPdfjs } from './pdfjs-structure.ts';

const [way, file] = process.argv.slice(2);
const report = readFileSync(file ?? '');
const start = performance.now();
if (way === 'own') judgePdf(report);
if (way === 'pdfjs') await structureByPdfjs(report);
process.stdout.write(JSON.stringify({ ms: performance.now() - start, peak: peakBytes() }));
