/** Appends to a journal until a write fails, and tells how many were acknowledged and how the refusals read. */
import { argv, stdout } from 'node:process';
import { openJournal } from '../../infra/embedded/journal.ts';

const journal = await openJournal(argv[2] ?? '', () => undefined);
let acknowledged = 0;
let first = '';
while (first === '') {
  try {
    await journal.append({ text: 'x'.repeat(1000) });
    acknowledged += 1;
  } catch (error) {
    first = String(error);
  }
}
const later = await journal.append('later').catch(String);
stdout.write(JSON.stringify({ acknowledged, first, later }));
