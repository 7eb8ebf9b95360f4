/** 批量审核: each ticked row is a command of its own with a result of its own; what holds a surprise wants to be opened first. */
import type { AnswerOf, BodyOf } from '../../shared/contract/api.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import { commandFiling } from '../../shared/contract/routes/command-filing.ts';
import { sees } from '../../shared/domain/authority.ts';
import { whyOpenFirst } from '../../shared/domain/batch-review.ts';
import type { Member } from '../../shared/domain/directory.ts';
import { type Refusal, refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Request, UseCase } from '../../shared/edge/endpoint.ts';
import { commandRow } from '../../shared/edge/row.ts';
import type { Ports } from './act-on-filing.ts';
import { approveFiling } from './approve-filing.ts';
import { returnFiling } from './return-filing.ts';

const approving = { name: 'approveFiling', route: commandFiling.approveFiling } as const;
const returning = { name: 'returnFiling', route: commandFiling.returnFiling } as const;

type Item = BodyOf<'reviewMany'>['items'][number];
type RowAnswer = AnswerOf<'reviewMany'>['rows'][number];
type Reviewed = Result<AnswerOf<'approveFiling'>>;

/** More at the same time would only wait for each other: rows of one department move the same counters. */
const atOnce = 4;

export const reviewMany: UseCase<Ports, 'reviewMany'> = async (ports, request) => {
  const { items } = request.body;
  const rows: RowAnswer[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    const some = items.slice(from, from + atOnce);
    rows.push(...(await Promise.all(some.map((item) => answerOf(ports, request, item)))));
  }
  return accept({ rows });
};

async function answerOf(ports: Ports, request: Request<'reviewMany'>, item: Item): Promise<RowAnswer> {
  const filing = formatFilingId(item.filing);
  const outcome = await review(ports, request, item);
  if (outcome.ok) return { filing, ok: true, receipt: outcome.value };
  const { code, detail } = outcome.refusal;
  return { filing, ok: false, problem: { code, detail } };
}

function review(ports: Ports, request: Request<'reviewMany'>, item: Item): Promise<Reviewed> {
  const { filing, version } = item;
  const row = { name: formatFilingId(filing), params: { filing }, version };
  if (item.act === 'approve') {
    const body = { digest: item.digest, opinion: item.opinion };
    return commandRow(ports, request, approving, { ...row, body }, async (_, own) => {
      const unfit = await whyUnfit(ports, request.member, item);
      return unfit === null ? approveFiling(ports, own) : deny(unfit);
    });
  }
  const body = { to: 'filler' as const, reason: item.reason, text: item.text, pins: [] };
  return commandRow(ports, request, returning, { ...row, body }, async (_, own) => {
    const unfit = await whyUnfit(ports, request.member, item);
    return unfit === null ? returnFiling(ports, own) : deny(unfit);
  });
}

/** Only of what lies there as it was seen; whatever else is wrong with a row, its own command says better. */
async function whyUnfit({ ledger }: Ports, member: Member, item: Item): Promise<Refusal | null> {
  const head = await ledger.filing(item.filing, { fresh: true });
  if (head === undefined || !sees(member, head) || head.version !== item.version) return null;
  if (head.stage !== 'dept-review' && head.stage !== 'section-review') return null;
  if (item.digest !== head.content?.digest) return refusal('not-what-you-saw');
  if (item.opened) return null;
  return whyOpenFirst(head, (await ledger.evaluation(head))?.findings ?? []);
}
