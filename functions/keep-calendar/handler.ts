/** Looks after an open round (notice 4.1): tells people what the calendar says today, and its machine when to wake again. */
import { composeCalendarLedger, now } from '../../shared/compose.ts';
import { keepCalendarInput } from '../../shared/contract/workflow.ts';
import { task } from '../../shared/edge/task.ts';
import { keepCalendar } from './keep-calendar.ts';

const ledger = composeCalendarLedger();

export const handler = task(keepCalendarInput, (input) => keepCalendar({ ledger, now }, input));
