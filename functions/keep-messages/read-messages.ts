/** 我的消息: reminders, returns and whatever else the system has told this person, latest first, a page at a time. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { MessageLedger, Now } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: MessageLedger;
  readonly now: Now;
}

const page = 50;

export const readMessages: UseCase<Ports, 'readMessages'> = async ({ ledger }, { member, query }) => {
  const how = { before: query.cursor, atMost: page + 1 };
  const found = await ledger.messages(member.region, member.id, how);
  const shown = found.slice(0, page);
  return accept({
    messages: shown.map(({ event: _, to: __, ...message }) => message),
    cursor: found.length > page ? (shown.at(-1)?.id ?? null) : null,
  });
};
