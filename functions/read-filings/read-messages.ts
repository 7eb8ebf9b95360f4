/** 我的消息: reminders, returns and escalations, each exactly once. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './read-me.ts';

export const readMessages: UseCase<Ports, 'readMessages'> = async ({ ledger }, { member }) => {
  const told = await ledger.messages(member.region, member.id);
  return accept({
    messages: told.map(({ at, kind, text, round, filing }) => ({ at, kind, text, round, filing })),
  });
};
