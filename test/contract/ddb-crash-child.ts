/**
 * A desk in a process of its own, to be killed without warning. It notes each record that its subscriber accepted in a
 * file before it accepts it, and tells its address on the standard output.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDesk, tableSettings } from './ddb-desk.ts';

const folder = process.argv[2] ?? '';
const table = tableSettings('ledger');
const desk = await startDesk({ tables: [table], folder });
desk.front.streams.subscribe(table.stream?.arn ?? '', { name: 'noter', batchSize: 10 }, async (records) => {
  appendFileSync(join(folder, 'accepted'), records.map(({ keys }) => `${JSON.stringify(keys)}\n`).join(''));
  return { failed: [] };
});
console.log(desk.endpoint.url);
