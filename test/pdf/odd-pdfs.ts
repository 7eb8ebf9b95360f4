/** PDFs that a county's departments may upload, by mistake or on purpose, each with the verdict it must have. */
import { actingPdfs } from './acting-pdfs.ts';
import { costlyPdfs } from './costly-pdfs.ts';
import { deceptivePdfs } from './deceptive-pdfs.ts';
import { plainPdfs } from './plain-pdfs.ts';
import type { OddPdf } from './verdict.ts';

export const oddPdfs: readonly OddPdf[] = [...plainPdfs, ...actingPdfs, ...deceptivePdfs, ...costlyPdfs];
