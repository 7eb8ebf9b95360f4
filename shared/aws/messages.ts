/** People's messages in the ledger, each under its event: telling twice is telling once. */
import * as z from 'zod/mini';
import { keyOf, messageItem } from '../contract/item.ts';
import type { CalendarLedger } from '../ports.ts';
import { inSlices } from './in-slices.ts';
import type { Table } from './table.ts';

export function messages(table: Table): Pick<CalendarLedger, 'tell' | 'messages'> {
  return {
    async tell(region, told) {
      const written = await inSlices(told, (message) => {
        const { filing, ...put } = z.encode(messageItem, message);
        const item = filing === null ? put : { ...put, filing };
        return table.write([
          { key: keyOf.message(region, message.to, message.event), put: item, when: 'absent' },
        ]);
      });
      return written.filter(Boolean).length;
    },

    async messages(region, to) {
      const items = await table.list(keyOf.messages(region, to), false);
      const found = items.map((item) => z.parse(messageItem, item));
      return found.sort((a, b) => b.at - a.at || a.event.localeCompare(b.event));
    },
  };
}
