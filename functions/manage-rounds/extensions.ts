/** 延期: the department asks with a reason, the finance office grants or denies; granted, the due of every filing concerned moves. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { holds, seesDepartment } from '../../shared/domain/authority.ts';
import { type Member, type Post, roleNames } from '../../shared/domain/directory.ts';
import {
  checkAsk,
  concernedBy,
  decideExtension,
  type Extension,
  extensionStateNames,
} from '../../shared/domain/extension.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { type Refusal, refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Request, UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger } from '../../shared/ports.ts';
import type { Ports } from './read-rounds.ts';

export const listExtensions: UseCase<Ports, 'listExtensions'> = async ({ ledger }, { member, params }) => {
  const ref = { region: member.region, round: params.round };
  const [extensions, departments] = await Promise.all([
    ledger.extensions(ref),
    ledger.departments(member.region),
  ]);
  const visible = new Set(departments.filter((each) => seesDepartment(member, each)).map(({ code }) => code));
  return accept({ extensions: extensions.filter(({ department }) => visible.has(department)).map(viewOf) });
};

export const askExtension: UseCase<Ports, 'askExtension'> = async ({ ledger }, request) => {
  const { member, params, body, now } = request;
  const ref = { region: member.region, round: params.round };
  const round = await ledger.round(ref, { fresh: true });
  if (round === undefined) return deny(refusal('not-found', { what: '这一轮监控任务' }));
  if (request.ifMatch !== round.version) return deny(refusal('stale-version', { current: round.version }));
  const { unit = null, subject = null, dueOn, reason } = body;
  const department = (unit ?? subject ?? '').slice(0, 3);
  const refused = whoseAsk(member, department);
  if (refused !== null) return deny(refused);
  const heads = await ledger.filings({ ...ref, department });
  const unfit = checkAsk(round, concernedBy({ unit, subject }, heads), dueOn);
  if (unfit !== null) return deny(unfit);
  const asked: Extension = {
    ...ref,
    id: crypto.randomUUID(),
    department,
    unit,
    subject,
    dueOn,
    reason,
    state: 'asked',
    askedAt: now,
    askedBy: member.name,
    opinion: '',
    decidedAt: null,
    version: 1,
  };
  const kept = await ledger.askExtension(asked, request.memo<Extension>(viewOf));
  return kept === undefined ? deny(refusal('moved-on')) : accept(viewOf(kept));
};

/** The department's own people ask, for their units too. */
function whoseAsk(member: Member, department: string): Refusal | null {
  const posts: readonly Post[] = [
    { role: 'dept-filler', at: department },
    { role: 'dept-reviewer', at: department },
  ];
  if (posts.some((post) => holds(member, post))) return null;
  const who = posts.map(({ role }) => roleNames[role]).join('或');
  return refusal('not-yours', { action: '申请延期', who: `${who}（${department}）` });
}

export const grantExtension: UseCase<Ports, 'grantExtension'> = (ports, request) =>
  decide(ports, request, 'granted');
export const denyExtension: UseCase<Ports, 'denyExtension'> = (ports, request) =>
  decide(ports, request, 'denied');

async function decide<N extends 'grantExtension' | 'denyExtension'>(
  { ledger }: Ports,
  request: Request<N>,
  decision: 'granted' | 'denied',
): Promise<Result<AnswerOf<'grantExtension'>>> {
  const { member, params, body, now } = request;
  const post = { role: 'finance-office', at: member.region } as const;
  if (!holds(member, post))
    return deny(refusal('not-yours', { action: '批准延期', who: roleNames[post.role] }));
  const ref = { region: member.region, round: params.round, id: params.extension };
  const before = await ledger.extension(ref);
  if (before === undefined) return deny(refusal('not-found', { what: '这项延期申请' }));
  if (request.ifMatch !== before.version) return deny(refusal('stale-version', { current: before.version }));
  const decided = decideExtension(before, decision, body.opinion, now);
  if (!decided.ok) return decided;
  const after = await ledger.decideExtension(before, decided.value, {
    heads: await concerned(ledger, before),
    at: now,
    by: { id: member.id, name: member.name, post: roleNames[post.role] },
    memo: request.memo<Extension>(viewOf),
  });
  return after === undefined ? deny(refusal('moved-on')) : accept(viewOf(after));
}

async function concerned(ledger: Ledger, extension: Extension): Promise<readonly FilingHead[]> {
  return concernedBy(extension, await ledger.filings(extension));
}

function viewOf({ id, region: _, ...extension }: Extension): AnswerOf<'askExtension'> {
  return { extension: id, ...extension, stateName: extensionStateNames[extension.state] };
}
