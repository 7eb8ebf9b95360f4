/** 标为已读: all of them or, where one is not this person's, none. */
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './read-messages.ts';

export const markRead: UseCase<Ports, 'markRead'> = async ({ ledger }, { member, body, now }) => {
  const marked = await ledger.markRead(member.region, member.id, body.messages, now);
  return marked ? accept({ read: body.messages.length }) : deny(refusal('not-found', { what: '其中的消息' }));
};
