/** What a break in a chain is called for somebody who has never heard of a hash: which event, whose, when. */
import { bothNames } from '../../domain/directory.ts';
import type { Break, LinkBody } from './chain.ts';

export function sayBreak({ place, why, says }: Break): string {
  const which = `第${place}个事件${says === null ? '' : `（${describe(says)}）`}断开：`;
  switch (why) {
    case 'unreadable':
      return `${which}内容不成事件，无法读取。`;
    case 'changed':
      return `${which}内容与其散列值不符，事件被改动过。`;
    case 'number':
      return `${which}它的序号是${says?.seq}，这里应为${place}，此处有事件被删去、插入或调换。`;
    case 'joint':
      return `${which}它没有接在前一个事件之后，此处有事件被删去、插入、调换，或来自另一条链。`;
  }
}

function describe({ at, by, fact }: LinkBody): string {
  return `${factNames[fact.type] ?? fact.type}，${timeOf(at)}，${by === null ? '系统' : bothNames(by)}`;
}

const factNames: Readonly<Record<string, string>> = {
  issued: '下达',
  saved: '暂存',
  submitted: '送审',
  withdrawn: '取消送审',
  approved: '审核',
  returned: '退回',
  undone: '取消审核',
  arrived: '到达岗位',
  archived: '归档',
  extended: '延期',
  reopened: '重新开放',
  expected: '应报',
  narrated: '撰写报告',
  told: '登记党委（党组）会议',
  waived: '放行',
  received: '收到文件',
  refused: '文件不合格',
  verified: '文件合格',
  confirmed: '核对',
  held: '冻结',
  retained: '延长保管期限',
  overdue: '逾期',
  reminded: '提醒',
  changed: '数据变动',
  proposed: '提出处置',
  ordered: '下达处置',
  answered: '处置反馈',
  passed: '核查通过',
  'sent-back': '核查退回',
  closed: '办结',
  cancelled: '撤销',
  lifted: '解除暂停',
  waiting: '等候',
  'token-renewed': '等候',
  recovered: '恢复办理',
};

export function timeOf(at: number): string {
  const shanghai = new Date(at + 8 * 3_600_000).toISOString();
  return `${shanghai.slice(0, 10)} ${shanghai.slice(11, 19)}`;
}
