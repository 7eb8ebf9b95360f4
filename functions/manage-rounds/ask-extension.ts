/** 申请延期: a department's own people ask for it, for their units too, and the finance office is told. */
import { type Member, type Post, roleNames } from '../../shared/domain/directory.ts';
import { checkAsk, checkAskedBefore, concernedBy, type Extension } from '../../shared/domain/extension.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { RoundRef } from '../../shared/domain/round.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger } from '../../shared/ports.ts';
import { viewOf } from './read-extensions.ts';
import type { Ports } from './read-rounds.ts';

const askers: readonly Post['role'][] = ['dept-filler', 'dept-reviewer'];

export const askExtension: UseCase<Ports, 'askExtension'> = async ({ ledger }, request) => {
  const { member, params, body, now } = request;
  const departments = departmentsOf(member);
  if (departments.length === 0) {
    const who = askers.map((role) => roleNames[role]).join('或');
    return deny(refusal('not-yours', { action: '申请延期', who }));
  }
  const ref = { region: member.region, round: params.round };
  const round = await ledger.round(ref, { fresh: true });
  if (round === undefined) return deny(refusal('not-found', { what: '这一轮监控任务' }));
  if (request.ifMatch !== round.version) return deny(refusal('stale-version', { current: round.version }));
  const { unit = null, subject = null, dueOn, reason } = body;
  const [heads, before] = await Promise.all([
    filingsOf(ledger, ref, departments),
    ledger.extensions(ref, { fresh: true }),
  ]);
  const concerned = concernedBy({ unit, subject }, heads);
  const unfit = checkAsk(round, concerned, dueOn) ?? checkAskedBefore(before, concerned);
  if (unfit !== null) return deny(unfit);
  const asked: Extension = {
    ...ref,
    id: idOf(body, before),
    ...placeOf(concerned),
    subject,
    dueOn,
    reason,
    state: 'asked',
    askedAt: now,
    askedBy: { id: member.id, name: member.name },
    opinion: '',
    decidedAt: null,
    decidedBy: null,
    version: 1,
  };
  const kept = await ledger.askExtension(asked, request.memo<Extension>(viewOf));
  return kept === undefined ? deny(refusal('moved-on')) : accept(viewOf(kept));
};

/** Counted for each subject or unit: of two who ask for the same at the same moment one finds the number taken. */
function idOf(
  { unit, subject }: { readonly unit?: string | undefined; readonly subject?: string | undefined },
  before: readonly Extension[],
): string {
  const name = `${subject ?? unit}-`;
  return `${name}${before.filter(({ id }) => id.startsWith(name)).length + 1}`;
}

/** Beyond them no filing exists for who asks. */
function departmentsOf(member: Member): readonly string[] {
  return [...new Set(member.posts.filter(({ role }) => askers.includes(role)).map(({ at }) => at))];
}

async function filingsOf(
  ledger: Ledger,
  ref: RoundRef,
  departments: readonly string[],
): Promise<readonly FilingHead[]> {
  const heads = await Promise.all(departments.map((department) => ledger.filings({ ...ref, department })));
  return heads.flat();
}

/** Where the filings concerned belong: a unit's all to that unit, overall expenditure to the department alone. */
function placeOf([first]: readonly FilingHead[]): Pick<Extension, 'department' | 'unit'> {
  if (first === undefined) throw new Error('an extension without filings');
  return { department: first.department, unit: first.kind === 'overall' ? null : first.unit };
}
