/** What a signed-in person may look at: himself, his todo list, filings and their history (notice 1.1: each department sees its own). */
import { composeTodoLedger, now } from '../../shared/compose.ts';
import { readFilings } from '../../shared/contract/routes/read-filings.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { compareFiling } from './compare-filing.ts';
import { listFilings } from './list-filings.ts';
import { readEvents } from './read-events.ts';
import { readFiling } from './read-filing.ts';
import { readMe } from './read-me.ts';
import { readTodo } from './read-todo.ts';

export const handler = endpoints(
  readFilings,
  { ledger: composeTodoLedger(), now },
  { readMe, readTodo, listFilings, readFiling, readEvents, compareFiling },
);
