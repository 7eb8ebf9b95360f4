/** What people are told of dispositions (notice 3.1, domain §9): of which facts, to whom, and in which words; never what somebody wrote. */

import type { Post } from './directory.ts';
import { type DispositionFact, type DispositionHead, deskPosts, executors } from './disposition.ts';
import { dispositionKindNames } from './execution-record.ts';
import { dayWords, type Said } from './message.ts';

export const toldDispositionFacts = [
  'proposed',
  'ordered',
  'answered',
  'passed',
  'sent-back',
  'overdue',
  'closed',
  'cancelled',
  'lifted',
] as const satisfies readonly DispositionFact['type'][];
export type ToldDispositionFact = Extract<
  DispositionFact,
  { readonly type: (typeof toldDispositionFacts)[number] }
>;

export function isToldOfDisposition(fact: {
  readonly type: DispositionFact['type'];
}): fact is ToldDispositionFact {
  return toldDispositionFacts.some((told) => told === fact.type);
}

/** To whom it lies with now; what is over, to who has carried it out and who has checked it. */
export function saidOfDisposition(
  fact: Pick<ToldDispositionFact, 'type'>,
  head: DispositionHead,
  title: string,
): readonly Said[] {
  const what = `${title}：${head.filing.subject}的处置（${dispositionKindNames[head.kind]}）`;
  const say = (to: readonly Post[], words: string): Said => ({
    kind: 'disposition',
    to,
    text: `${what}${words}。`,
  });
  const department = executors(head.filing.department);
  const [checking, closing] = [deskPosts(head, 'checking'), deskPosts(head, 'closing')];
  const dueOn = head.dueOn === null ? '' : dayWords(head.dueOn);
  switch (fact.type) {
    case 'proposed':
      return [say(closing, '已提出，请确认')];
    case 'ordered':
      return [say(department, `已下达，请于${dueOn}前办理并反馈`)];
    case 'answered':
      return [say(checking, '已反馈，请核查')];
    case 'passed':
      return [say(closing, '已核查通过，请办结')];
    case 'sent-back':
      return [say(department, '核查未通过，理由见处置，请补充后重新反馈')];
    case 'overdue':
      return [
        { ...say(department, `已于${dueOn}到期，还没有反馈，请尽快办理`), kind: 'overdue' },
        { ...say([...checking, ...closing], `已于${dueOn}到期，还没有反馈，请督促办理`), kind: 'escalation' },
      ];
    case 'closed':
      return [say([...department, ...checking], '已办结')];
    case 'cancelled':
      return [say([...department, ...checking], '已撤销，理由见处置')];
    case 'lifted':
      return [say([...department, ...checking], '已解除暂停')];
  }
}
