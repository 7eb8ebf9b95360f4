/**
 * Dispositions (处置): the formal answer to a deviation, from 拟处置 to 办结 (notice 3.1, domain §9). Somebody proposes, the finance office
 * orders, the department carries out, its section checks, the finance office closes. Facts are decided here; which desk comes next is the
 * business of the machine `rectification`.
 */
import type { Belonging } from './authority.ts';
import { holds } from './authority.ts';
import type { Day, Instant } from './calendar.ts';
import { endOfDay } from './calendar.ts';
import { type Member, type Post, roleNames } from './directory.ts';
import type { DispositionKind, ExecutionRecord } from './execution-record.ts';
import type { FilingRef } from './filing.ts';
import type { Fen } from './money.ts';
import { type Refusal, refusal } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';
import type { SubjectKind } from './subject.ts';

/** The desks of a disposition, in the order in which the machine leads to them. */
export const dispositionDesks = ['executing', 'checking', 'closing'] as const;
export type DispositionDesk = (typeof dispositionDesks)[number];

export const dispositionStates = [
  'proposed',
  'in-transit',
  ...dispositionDesks,
  'closed',
  'cancelled',
] as const;
export type DispositionState = (typeof dispositionStates)[number];

export const dispositionStateNames: Readonly<Record<DispositionState, string>> = {
  proposed: '拟处置',
  'in-transit': '流转中',
  executing: '执行中',
  checking: '待核查',
  closing: '待办结',
  closed: '已办结',
  cancelled: '已撤销',
};

/** The nth disposition of a filing. */
export interface DispositionRef {
  readonly filing: FilingRef;
  readonly number: number;
}

export type DispositionErrand =
  | { readonly do: 'start'; readonly resumeFrom?: DispositionDesk | undefined }
  | { readonly do: 'complete'; readonly gate: DispositionDesk }
  | { readonly do: 'fail'; readonly error: 'SentBack' | 'Cancelled' };

export interface DispositionHead extends DispositionRef {
  readonly region: string;
  readonly seq: number;
  readonly version: number;
  readonly hash: string;
  readonly kind: DispositionKind;
  /** Whose money it is about, as the filing said it. */
  readonly subjectKind: SubjectKind;
  readonly unit: string;
  readonly section: string;
  /** Code of the indicator that deviates; null where the money or the whole does. */
  readonly indicator: string | null;
  /** The approved targets when it was proposed: a reduction closes on later ones only (3.1.1). */
  readonly targetVersion: number;
  /** What was found and why, and what is to be done. */
  readonly cause: string;
  readonly requirement: string;
  readonly state: DispositionState;
  readonly stateAt: Instant;
  /** The last day for carrying it out; null until it is ordered. */
  readonly dueOn: Day | null;
  readonly record: ExecutionRecord | null;
  readonly proposedBy: string;
  readonly executedBy: string | null;
  /** Of a closed suspension: whether it has been lifted since. */
  readonly lifted: boolean;
  /** Its day has passed while it was being carried out, and that has been recorded. */
  readonly overdue: boolean;
  readonly recovery: number;
  readonly errand: DispositionErrand | null;
  readonly token: string | null;
}

export type DispositionFact =
  | ({ readonly type: 'proposed' } & Pick<
      DispositionHead,
      'kind' | 'subjectKind' | 'unit' | 'section' | 'indicator' | 'targetVersion' | 'cause' | 'requirement'
    >)
  | { readonly type: 'ordered'; readonly dueOn: Day }
  | { readonly type: 'arrived'; readonly at: DispositionDesk }
  | { readonly type: 'token-renewed'; readonly at: DispositionDesk }
  /** Its day has passed, and it is still being carried out: those above are told, once. */
  | { readonly type: 'overdue' }
  | { readonly type: 'answered'; readonly record: ExecutionRecord }
  | { readonly type: 'passed'; readonly opinion: string }
  | { readonly type: 'sent-back'; readonly reason: string }
  | { readonly type: 'closed'; readonly opinion: string }
  | { readonly type: 'cancelled'; readonly reason: string }
  /** A suspension has been lifted: its own recorded step. */
  | { readonly type: 'lifted'; readonly reason: string }
  | { readonly type: 'recovered'; readonly cause: string };

/** Facts that the machine must hear of. */
export const dispositionErrandFacts = [
  'ordered',
  'answered',
  'passed',
  'sent-back',
  'closed',
  'cancelled',
  'token-renewed',
  'recovered',
] as const satisfies readonly DispositionFact['type'][];

const machineFacts: ReadonlySet<DispositionFact['type']> = new Set([
  'arrived',
  'token-renewed',
  'overdue',
  'recovered',
]);

/** Still to be answered for: what a board counts as open. */
export function isOpen({ state }: Pick<DispositionHead, 'state'>): boolean {
  return state !== 'closed' && state !== 'cancelled';
}

/** Open, ordered, and past its day. */
export function isOverdue({ state, dueOn }: Pick<DispositionHead, 'state' | 'dueOn'>, now: Instant): boolean {
  return isOpen({ state }) && dueOn !== null && now >= endOfDay(dueOn);
}

/** What decides who sees it: the same as for its filing. */
export function belongingOf({ filing, subjectKind, unit, section }: DispositionHead): Belonging {
  return { region: filing.region, department: filing.department, kind: subjectKind, unit, section };
}

export const dispositionActs = {
  notify: '下达处置',
  feedback: '处置反馈',
  check: '核查处置',
  close: '办结处置',
  cancel: '撤销处置',
  lift: '解除暂停',
} as const;
export type DispositionAct = keyof typeof dispositionActs;

const office = ({ region }: { region: string }): Post => ({ role: 'finance-office', at: region });

/** Who may propose one for a filing (拟处置). */
export function proposers(filing: Belonging): readonly Post[] {
  return [
    { role: 'dept-filler', at: filing.department },
    { role: 'dept-reviewer', at: filing.department },
    { role: 'section-reviewer', at: filing.section },
    office(filing),
  ];
}

/** The department's own people carry out what is ordered. */
export function executors(department: string): readonly Post[] {
  return [
    { role: 'dept-filler', at: department },
    { role: 'dept-reviewer', at: department },
  ];
}

/** The posts that a desk belongs to. */
export function deskPosts(head: DispositionHead, desk: DispositionDesk): readonly Post[] {
  if (desk === 'executing') return executors(head.filing.department);
  return desk === 'checking' ? [{ role: 'section-reviewer', at: head.section }] : [office(head)];
}

const actDesks = { feedback: 'executing', check: 'checking', close: 'closing' } as const;

/** Whose an act is: a desk's, or the finance office's where it needs none. */
export function postsFor(act: DispositionAct, head: DispositionHead): readonly Post[] {
  return act === 'feedback' || act === 'check' || act === 'close'
    ? deskPosts(head, actDesks[act])
    : [office(head)];
}

/** The refusal for an act that belongs to others; null where the member may do it. */
export function whyNotHis(member: Member, act: DispositionAct, head: DispositionHead): Refusal | null {
  return whyNotOneOf(member, postsFor(act, head), dispositionActs[act]);
}

/** What a member may do to it where it stands, as far as that can be told without asking for more. */
export function actsFor(member: Member, head: DispositionHead): readonly DispositionAct[] {
  const acts = Object.keys(dispositionActs) as DispositionAct[];
  return acts.filter((act) => whyNotHis(member, act, head) === null && mayNow(act, head, member.id));
}

function mayNow(act: DispositionAct, head: DispositionHead, by: string): boolean {
  switch (act) {
    case 'notify':
      return head.state === 'proposed' && head.proposedBy !== by;
    case 'cancel':
      return isOpen(head) && head.state !== 'in-transit';
    case 'lift':
      return decideLift(head, '').ok;
    case 'feedback':
      return head.state === actDesks.feedback;
    case 'check':
    case 'close':
      return head.state === actDesks[act] && head.executedBy !== by;
  }
}

export function whyNotOneOf(member: Member, posts: readonly Post[], action: string): Refusal | null {
  if (posts.some((post) => holds(member, post))) return null;
  const who = posts.map(({ role, at }) => `${roleNames[role]}（${at}）`).join('或');
  return refusal('not-yours', { action, who });
}

/** One open order per filing. */
export function decidePropose(
  earlier: readonly DispositionHead[],
  proposal: Omit<Extract<DispositionFact, { type: 'proposed' }>, 'type'>,
): Result<DispositionFact> {
  const open = earlier.find(isOpen);
  if (open !== undefined)
    return deny(refusal('disposition-open', { state: dispositionStateNames[open.state] }));
  return accept({ type: 'proposed', ...proposal });
}

/** Ordered by another person than whoever proposed it. */
export function decideNotify(
  head: DispositionHead,
  by: string,
  dueOn: Day,
  today: Day,
): Result<DispositionFact> {
  if (head.state !== 'proposed') return deny(notThere(head, 'notify', ['proposed']));
  if (head.proposedBy === by) return deny(refusal('same-person', { action: dispositionActs.notify }));
  if (dueOn < today) return deny(refusal('disposition-due-past', { today }));
  return accept({ type: 'ordered', dueOn });
}

/** `record` has been held against its ground by the caller (`recordIssues`). */
export function decideFeedback(head: DispositionHead, record: ExecutionRecord): Result<DispositionFact> {
  return at(head, 'feedback', () => ({ type: 'answered', record }));
}

/** Checked by another person than whoever carried it out. */
export function decideCheck(
  head: DispositionHead,
  by: string,
  given: { readonly verdict: 'pass' | 'return'; readonly text: string },
): Result<DispositionFact> {
  if (head.executedBy === by) return deny(refusal('same-person', { action: dispositionActs.check }));
  return at(head, 'check', () =>
    given.verdict === 'pass'
      ? { type: 'passed', opinion: given.text }
      : { type: 'sent-back', reason: given.text },
  );
}

/** A reduction closes only when the targets have been adjusted together with the budget (3.1.1). */
export function decideClose(
  head: DispositionHead,
  by: string,
  given: { readonly targetVersion: number; readonly opinion: string },
): Result<DispositionFact> {
  if (head.executedBy === by) return deny(refusal('same-person', { action: dispositionActs.close }));
  return at(
    head,
    'close',
    () => ({ type: 'closed', opinion: given.opinion }),
    () =>
      head.kind === 'reduce' && given.targetVersion <= head.targetVersion
        ? refusal('targets-not-adjusted', { version: head.targetVersion })
        : null,
  );
}

export function decideCancel(head: DispositionHead, reason: string): Result<DispositionFact> {
  if (head.state === 'in-transit') return deny(refusal('in-transit'));
  return isOpen(head)
    ? accept({ type: 'cancelled', reason })
    : deny(notThere(head, 'cancel', ['proposed', ...dispositionDesks]));
}

/** What was suspended and closed may be taken up again, once. */
export function decideLift(head: DispositionHead, reason: string): Result<DispositionFact> {
  if (head.kind !== 'suspend' || head.state !== 'closed' || head.lifted)
    return deny(refusal('nothing-suspended'));
  return accept({ type: 'lifted', reason });
}

function at(
  head: DispositionHead,
  act: keyof typeof actDesks,
  fact: () => DispositionFact,
  hindrance: () => Refusal | null = () => null,
): Result<DispositionFact> {
  if (head.state !== actDesks[act]) return deny(notThere(head, act, [actDesks[act]]));
  const hindered = hindrance();
  return hindered === null ? accept(fact()) : deny(hindered);
}

function notThere(head: DispositionHead, act: DispositionAct, from: readonly DispositionState[]): Refusal {
  if (head.state === 'in-transit') return refusal('in-transit');
  return refusal('disposition-not-there', {
    action: dispositionActs[act],
    state: dispositionStateNames[head.state],
    allowed: from.map((state) => dispositionStateNames[state]).join('”或“'),
  });
}

/**
 * The machine has reached a desk. A gate that opens again at the same desk only brings a new token, and one whose decision has been taken
 * hands its token over so that the decision reaches it. Null: this run is over.
 */
export function decideArriveAt(
  head: DispositionHead,
  desk: DispositionDesk,
  recovery: number,
): DispositionFact | null {
  if (head.recovery !== recovery) return null;
  if (isDecidedAt(head, desk) || head.state === desk) return { type: 'token-renewed', at: desk };
  return head.state === 'in-transit' ? { type: 'arrived', at: desk } : null;
}

/** The machine has come back to the desk that carries it out, after its day. Null where that has been recorded, or is not so. */
export function decideDispositionOverdue(head: DispositionHead, now: Instant): DispositionFact | null {
  return head.state === 'executing' && !head.overdue && isOverdue(head, now) ? { type: 'overdue' } : null;
}

/** The machine has yet to hear what was decided at this very desk. */
function isDecidedAt({ errand }: DispositionHead, desk: DispositionDesk): boolean {
  if (errand?.do === 'complete') return errand.gate === desk;
  return errand?.do === 'fail' && errand.error === 'SentBack' && desk === 'checking';
}

/** Whether an execution should be looking after it. */
export function isCarriedOut(head: DispositionHead): boolean {
  return isOpen(head) && head.state !== 'proposed';
}

/** Its execution has ended and it is not over: start again at the desk where it lies. Null: nothing to do. */
export function decideRecoverDisposition(
  head: DispositionHead,
  recovery: number,
  cause: string,
): DispositionFact | null {
  return isCarriedOut(head) && head.recovery === recovery ? { type: 'recovered', cause } : null;
}

/** A disposition before its first event. */
export function newDisposition(
  ref: DispositionRef,
): Pick<DispositionHead, 'filing' | 'number' | 'seq' | 'hash'> {
  return { ...ref, seq: 0, hash: '' };
}

interface AppliedTo {
  readonly seq: number;
  readonly hash: string;
  readonly at: Instant;
  readonly by: string | null;
  readonly fact: DispositionFact;
}

/** Applies a fact. The first one makes the head; every other changes it. */
export function evolveDisposition(
  before: DispositionHead | ReturnType<typeof newDisposition>,
  event: AppliedTo,
): DispositionHead {
  const { seq, hash, fact } = event;
  if (fact.type === 'proposed') return proposed(before, event, fact);
  if (!('state' in before)) throw new Error(`a disposition begins with its proposal, not with ${fact.type}`);
  const version = machineFacts.has(fact.type) ? before.version : seq;
  return { ...before, seq, hash, version, ...changes(before, event) };
}

function proposed(
  { filing, number }: DispositionRef,
  { seq, hash, at: stateAt, by }: AppliedTo,
  { type: _, ...given }: Extract<DispositionFact, { type: 'proposed' }>,
): DispositionHead {
  return {
    filing,
    number,
    region: filing.region,
    ...given,
    seq,
    hash,
    version: seq,
    state: 'proposed',
    stateAt,
    dueOn: null,
    record: null,
    proposedBy: by ?? '',
    executedBy: null,
    lifted: false,
    overdue: false,
    recovery: 0,
    errand: null,
    token: null,
  };
}

function changes(head: DispositionHead, { at: stateAt, by, fact }: AppliedTo): Partial<DispositionHead> {
  const enter = (state: DispositionState) => ({ state, stateAt });
  switch (fact.type) {
    case 'proposed':
      return {};
    case 'token-renewed':
      return { errand: head.errand?.do === 'start' ? null : head.errand };
    case 'ordered':
      return { ...enter('in-transit'), dueOn: fact.dueOn, errand: { do: 'start' } };
    case 'arrived':
      return { ...enter(fact.at), errand: null };
    case 'answered':
      return {
        ...enter('in-transit'),
        record: fact.record,
        executedBy: by,
        errand: { do: 'complete', gate: 'executing' },
      };
    case 'passed':
      return { ...enter('in-transit'), errand: { do: 'complete', gate: 'checking' } };
    case 'sent-back':
      return { ...enter('in-transit'), errand: { do: 'fail', error: 'SentBack' } };
    case 'closed':
      return { ...enter('closed'), errand: { do: 'complete', gate: 'closing' } };
    case 'cancelled':
      return {
        ...enter('cancelled'),
        errand: head.state === 'proposed' ? null : { do: 'fail', error: 'Cancelled' },
      };
    case 'lifted':
      return { lifted: true };
    case 'overdue':
      return { overdue: true };
    case 'recovered':
      return {
        recovery: head.recovery + 1,
        token: null,
        errand: { do: 'start', resumeFrom: resumeAt(head) },
      };
  }
}

/** Where a restarted run begins: at the desk where it lies, or past the one that has decided. */
function resumeAt({ state, errand }: DispositionHead): DispositionDesk | undefined {
  if (errand?.do === 'complete') return dispositionDesks[dispositionDesks.indexOf(errand.gate) + 1];
  if (errand?.do === 'fail') return 'executing';
  if (errand?.do === 'start') return errand.resumeFrom;
  return state === 'checking' || state === 'closing' ? state : undefined;
}

/** Sums over dispositions (domain §9): amounts in 分 of closed ones; suspensions as far as they have not been lifted. */
export function sumsOf(heads: readonly DispositionHead[]): {
  open: number;
  reduced: Fen;
  stopped: Fen;
  suspended: number;
  handedOver: number;
} {
  const closed = heads.flatMap(({ state, record, lifted }) =>
    state === 'closed' && record !== null ? [{ record, lifted }] : [],
  );
  const sum = (amount: (record: ExecutionRecord) => Fen) =>
    closed.reduce((total, { record }) => total + amount(record), 0n);
  return {
    open: heads.filter(isOpen).length,
    reduced: sum((record) =>
      record.kind === 'reduce' ? record.amount : record.kind === 'suspend' ? record.cutAmount : 0n,
    ),
    stopped: sum((record) => (record.kind === 'suspend' ? record.stoppedAmount : 0n)),
    suspended: closed.filter(({ record, lifted }) => record.kind === 'suspend' && !lifted).length,
    handedOver: closed.filter(({ record }) => record.kind === 'accountability').length,
  };
}
