/** Reads spreadsheets in a process of its own. */
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { printGrowth } from '../support/growth.ts';
import { workbook } from './zip-maker.ts';

await printGrowth(workbook(), async (file) => {
  const read = await readTables(file);
  return read.ok ? 'taken' : read.problem.kind;
});
