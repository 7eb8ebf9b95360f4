/** Judges PDFs in a process of its own. */
import { judgePdf } from '../../shared/pdf/judge.ts';
import { printGrowth } from '../support/growth.ts';
import { pdf, plainObjects } from './pdf-maker.ts';
import { said } from './verdict.ts';

await printGrowth(pdf(plainObjects()), async (file) => said(judgePdf(file)));
