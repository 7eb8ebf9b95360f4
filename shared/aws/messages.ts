/** People's messages in the ledger, each under its event: telling twice is telling once. */
import * as z from 'zod/mini';
import { keyOf, messageIdOf, messageItem } from '../contract/item.ts';
import type { Message } from '../domain/message.ts';
import type { CalendarLedger, MessageLedger } from '../ports.ts';
import { inSlices } from './in-slices.ts';
import { type Table, type Write, withoutNull } from './table.ts';

export function tellers(table: Table): Pick<CalendarLedger, 'tell'> {
  return {
    async tell(region, told) {
      const written = await inSlices(told, (message) => table.write([telling(region, message)]));
      return written.filter(Boolean).length;
    },
  };
}

export function messages(table: Table): Pick<MessageLedger, 'messages' | 'markRead'> {
  return {
    async messages(region, to, { before, atMost }) {
      const from = before === undefined ? undefined : keyOf.message(region, to, before);
      const items = await table.latest(keyOf.messages(region, to), { before: from, atMost });
      return items.map((item) => {
        const { readAt, ...message } = z.parse(messageItem, item);
        return { ...message, id: String(item['sk']).slice('MESSAGE#'.length), read: readAt !== null };
      });
    },

    async markRead(region, to, ids, at) {
      const when = { expression: 'attribute_exists(pk)', values: {} };
      return table.write(
        ids.map((id) => ({ key: keyOf.message(region, to, id), set: { readAt: at }, when })),
      );
    },
  };
}

/** The write that puts a message into its recipient's list, unless it is there. */
export function telling(region: string, message: Message): Write {
  const key = keyOf.message(region, message.to, messageIdOf(message));
  return { key, put: withoutNull(message), when: 'absent' };
}
