/** 处置反馈: the department says what it has carried out and with which proof; what cannot be is named place by place. */
import type { Instant } from '../../shared/domain/calendar.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { totalsOf } from '../../shared/domain/content.ts';
import { type DispositionHead, decideFeedback } from '../../shared/domain/disposition.ts';
import {
  dispositionKindNames,
  type RecordGround,
  recordIssues,
} from '../../shared/domain/execution-record.ts';
import { refusal, refusalWith } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger } from '../../shared/ports.ts';
import { actOnDisposition, type Ports } from './act-on-disposition.ts';

export const feedbackDisposition: UseCase<Ports, 'feedbackDisposition'> = (ports, request) =>
  actOnDisposition(ports, request, 'feedback', async (head) => {
    const { record } = request.body;
    if (record.kind !== head.kind)
      return deny(refusal('wrong-record', { wanted: dispositionKindNames[head.kind] }));
    const issues = recordIssues(record, await groundOf(ports.ledger, head, request.now));
    const placed = issues.map((issue) => ({ ...issue, pointer: `/record${issue.pointer}` }));
    return issues.length === 0
      ? decideFeedback(head, record)
      : deny(refusalWith('disposition-incomplete', placed));
  });

async function groundOf(
  ledger: Ledger,
  { filing: ref }: DispositionHead,
  now: Instant,
): Promise<RecordGround> {
  const filing = await ledger.filing(ref, { fresh: true });
  const content = filing && (await ledger.content(filing));
  if (content === undefined) throw new Error(`a disposition of ${ref.subject}, which has no content`);
  const { adjusted, executed } = totalsOf(Object.values(content.money));
  const kept = new Set((await ledger.files(ref)).map(({ file }) => file));
  return { adjusted, executed, kept, today: dayOf(now) };
}
