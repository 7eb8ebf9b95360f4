/**
 * What a department has to show for a disposition before it can be closed (办结), by its kind (notice 3.1.1 to 3.1.3, domain §9). The system
 * records decisions about money; cutting, stopping and paying happen in the budget and payment systems.
 */
import type { Day } from './calendar.ts';
import { type Fen, formatWan } from './money.ts';
import type { Issue } from './refusal.ts';

export const dispositionKinds = ['reduce', 'suspend', 'accountability', 'rectify'] as const;
export type DispositionKind = (typeof dispositionKinds)[number];

export const dispositionKindNames: Readonly<Record<DispositionKind, string>> = {
  reduce: '调减预算并同步调整绩效目标',
  suspend: '暂停实施、调减预算、停止拨付',
  accountability: '追究责任',
  rectify: '限期整改',
};

/** The laws under which a violation is pursued (notice 3.1.3). */
export const legalBases = {
  'budget-law': '《中华人民共和国预算法》',
  'fiscal-violations': '《财政违法行为处罚处分条例》',
} as const;
export type LegalBasis = keyof typeof legalBases;

/** Files are named by their SHA-256 and kept with the filing. */
interface Proven {
  readonly proof: readonly string[];
}

/** What was carried out. Amounts in 分, days in Shanghai; texts as the department wrote them. */
export type ExecutionRecord = Proven &
  (
    | { readonly kind: 'reduce'; readonly amount: Fen; readonly documentNo: string; readonly documentOn: Day }
    | {
        readonly kind: 'suspend';
        readonly suspensionNo: string;
        readonly suspendedOn: Day;
        readonly stopPaymentNo: string;
        readonly stopPaymentOn: Day;
        readonly stoppedAmount: Fen;
        readonly cutAmount: Fen;
        /** Why nothing is cut, where nothing is. */
        readonly noCutReason: string;
        /** How running procurement is handled; empty where none is running. */
        readonly procurementRunning: boolean;
        readonly procurementHandling: string;
      }
    | {
        readonly kind: 'accountability';
        readonly basis: LegalBasis;
        readonly receiver: string;
        readonly handOverNo: string;
        readonly handedOverOn: Day;
        /** The result, or the receipt of the hand-over. */
        readonly result: string;
      }
    | { readonly kind: 'rectify'; readonly done: string; readonly result: string }
  );

/** What the record is held against: the filing's money as it was last sent, the files kept with it, and today. */
export interface RecordGround {
  readonly adjusted: Fen;
  readonly executed: Fen;
  readonly kept: ReadonlySet<string>;
  readonly today: Day;
}

/** Everything that is still missing or cannot be, each with its place in the record and what to do. */
export function recordIssues(record: ExecutionRecord, ground: RecordGround): readonly Issue[] {
  return [...ofKind(record, ground), ...proofIssues(record, ground)];
}

function ofKind(record: ExecutionRecord, ground: RecordGround): readonly Issue[] {
  switch (record.kind) {
    case 'reduce':
      return [
        ...cutIssues('/amount', record.amount, ground),
        ...(record.amount > 0n ? [] : [issue('/amount', '调减金额应大于0，请填写批准调减的金额')]),
        ...past('/documentOn', '调减文件日期', record.documentOn, ground),
      ];
    case 'suspend':
      return suspendIssues(record, ground);
    case 'accountability':
      return past('/handedOverOn', '移送日期', record.handedOverOn, ground);
    case 'rectify':
      return [];
  }
}

function suspendIssues(
  record: Extract<ExecutionRecord, { kind: 'suspend' }>,
  ground: RecordGround,
): readonly Issue[] {
  const { cutAmount, noCutReason, procurementRunning, procurementHandling } = record;
  return [
    ...past('/suspendedOn', '暂停文件日期', record.suspendedOn, ground),
    ...past('/stopPaymentOn', '停止拨付日期', record.stopPaymentOn, ground),
    ...cutIssues('/stoppedAmount', record.stoppedAmount, ground),
    ...cutIssues('/cutAmount', cutAmount, ground),
    ...(cutAmount === 0n && noCutReason === ''
      ? [issue('/noCutReason', '调减金额为0的，请写明不调减预算的原因')]
      : []),
    ...(procurementRunning && procurementHandling === ''
      ? [issue('/procurementHandling', '政府采购已开始执行的，请写明按相关程序处理的情况')]
      : []),
  ];
}

/** What has been paid cannot be cut or stopped any more. */
function cutIssues(pointer: string, amount: Fen, { adjusted, executed }: RecordGround): readonly Issue[] {
  const most = adjusted - executed;
  if (amount < 0n) return [issue(pointer, '金额不能为负，请填写0或正数')];
  return amount <= most
    ? []
    : [
        issue(
          pointer,
          `金额不能超过尚未执行的预算${formatWan(most)}万元（调整后预算${formatWan(adjusted)}万元－累计执行${formatWan(executed)}万元），请核对后更正`,
        ),
      ];
}

function past(pointer: string, name: string, day: Day, { today }: RecordGround): readonly Issue[] {
  return day <= today ? [] : [issue(pointer, `${name}不能晚于今天，请核对后更正`)];
}

function proofIssues({ kind, proof }: ExecutionRecord, { kept }: RecordGround): readonly Issue[] {
  if (proof.length === 0 && kind !== 'accountability')
    return [issue('/proof', '请至少上传并引用一份证明材料（先在该填报下上传附件）')];
  return proof.flatMap((file, index) =>
    kept.has(file) ? [] : [issue(`/proof/${index}`, '这份证明材料没有保存在该填报下，请先上传再引用')],
  );
}

function issue(pointer: string, message: string): Issue {
  return { pointer, rule: 'disposition', message };
}
