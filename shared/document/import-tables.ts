/**
 * The columns of every table that can be imported, as data: template, reading, messages and preview all say the same names. Each row
 * names county and year itself, so that a file can never land in another county's or another year's register.
 */
import { adjustKindNames } from '../domain/content.ts';
import { roleNames } from '../domain/directory.ts';
import type { ImportTable } from '../domain/imports.ts';
import { moneyRows, subjectKindNames } from '../domain/subject.ts';

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly example: string;
  /** What the clerk should know; stands as a note at the heading and in the sheet 说明. */
  readonly note: string;
  /** Amounts are shown with thousands separators; everything else is text. */
  readonly kind?: 'amount';
  /** Offered as a dropdown. */
  readonly choices?: readonly string[];
}

export interface SheetLayout {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** The word for a member who keeps his account and loses his posts. */
export const noPost = '停用';
/** The row of sums in the money table. */
export const totalRow = '合计';
export const yesNo = { yes: '是', no: '否' } as const;
export const natureNames = { cumulative: '累计型', level: '水平型' } as const;
export const operatorNames = { gte: '≥', gt: '>', eq: '=', lt: '<', lte: '≤', qualitative: '定性' } as const;

const region = must('region', '行政区划代码', '360733', '本县的6位行政区划代码，每行都要填');
const year = must('year', '预算年度', '2022', '4位年份，每行都要填，须与所选年度一致');
const month = must('month', '截止月份', '6', '累计数截至的月份（1至12），每行都要填，须与所选月份一致');
const subject = must('subject', '对象编码', '101P01', '监控对象的编码，按编码对应，不按名称');
const flag = {
  ...must('keyMonitoring', '重点监控', '否', '本年度是否列入重点绩效监控'),
  choices: Object.values(yesNo),
};

/** A table has at least one sheet. */
type Layouts = readonly [SheetLayout, ...SheetLayout[]];

const directory: Layouts = [
  {
    name: '股室',
    columns: [
      region,
      year,
      must('code', '股室编码', 'S01', 'S加2位数字，编码不变'),
      must('name', '股室名称', '社会保障股', '可以更名'),
    ],
  },
  {
    name: '部门',
    columns: [
      region,
      year,
      must('code', '部门编码', '101', '3位数字，编码不变'),
      must('name', '部门名称', '会昌县人力资源和社会保障局', '可以更名'),
      must('section', '对口股室编码', 'S01', '本年度对口审核的财政业务股室'),
      flag,
    ],
  },
  {
    name: '单位',
    columns: [
      region,
      year,
      must('code', '单位编码', '101001', '主管部门编码加3位数字，编码不变'),
      must('name', '单位名称', '会昌县人力资源和社会保障局（本级）', '部门本级也是一个单位'),
      must('department', '主管部门编码', '101', '须与单位编码的前3位一致'),
      flag,
    ],
  },
];

const members: SheetLayout = {
  name: '人员',
  columns: [
    region,
    year,
    must('account', '账号', '101001-filler', '登录账号，1至64个字母、数字或“_ . @ -”'),
    must('name', '姓名', '张三', '同一账号的各行须一致'),
    {
      ...must(
        'role',
        '岗位',
        roleNames['unit-filler'],
        `一个岗位一行；文件中某人的各行就是他的全部岗位；“${noPost}”表示不再有任何岗位`,
      ),
      choices: [...Object.values(roleNames), noPost],
    },
    may('at', '所在编码', '101001', `单位、部门、股室的编码，全县岗位填行政区划代码；“${noPost}”不填`),
  ],
};

/** Money rows of all kinds of subject, each once; which of them a subject has depends on its kind. */
const moneyRowNames: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(moneyRows));

const subjects: SheetLayout = {
  name: '监控对象',
  columns: [
    region,
    year,
    must('code', '对象编码', '101P01', '1至20位数字或大写字母，编码不变'),
    must('name', '对象名称', '职业技能提升培训', '可以更名'),
    {
      ...must('kind', '资金类别', subjectKindNames.project, '确定后不能更改'),
      choices: Object.values(subjectKindNames),
    },
    must('department', '主管部门编码', '101', '确定后不能更改'),
    must('unit', '单位编码', '101001', '实施单位，须属于该主管部门'),
    may('parent', '上级项目编码', '', '仅管理的转移支付：同一转移支付的各单位填同一编码'),
    may('suspendedOn', '停拨日期', '', '已暂停实施的，填停止拨款的日期（年-月-日），之后不应再有支付'),
    ...Object.entries(moneyRowNames).map(([key, name]) =>
      amount(
        may(
          `initial.${key}`,
          `年初预算·${name}`,
          key === 'fiscal' ? '60.00' : '',
          '万元，不带单位；没有的不填',
        ),
      ),
    ),
  ],
};

const targets: SheetLayout = {
  name: '绩效目标',
  columns: [
    region,
    year,
    subject,
    must(
      'goal',
      '年度总体目标',
      '完成年度培训任务',
      '同一对象的各行须一致；文件中某对象的各行就是它的全部指标',
    ),
    must('code', '指标编码', '11-01', '二级指标编码加两位序号，按编码对应，不按名称'),
    must('name', '指标名称', '开展培训场次', '三级指标的名称'),
    {
      ...may('operator', '运算符', '≥', '可不填而写在指标值里，例如“≥48”“不低于48”“达95”'),
      choices: Object.values(operatorNames),
    },
    must('target', '指标值', '48', '数字，小数不超过4位；定性指标填文字'),
    may('unit', '计量单位', '场', '例如“场”“%”“万元/场”；定性指标不填'),
    may('weight', '权重', '20', '数字；全部填或全部不填，填的合计应为90（另有执行率10）'),
    {
      ...may(
        'nature',
        '指标性质',
        natureNames.cumulative,
        '不填的，数量指标（单位不是%）为累计型，其余为水平型',
      ),
      choices: Object.values(natureNames),
    },
  ],
};

const execution: SheetLayout = {
  name: '预算执行',
  columns: [
    region,
    year,
    month,
    subject,
    {
      ...must(
        'row',
        '资金行',
        moneyRows.project['fiscal'] ?? '',
        `资金来源，须属于该对象的资金类别；“${totalRow}”行用于核对`,
      ),
      choices: [...new Set(Object.values(moneyRowNames)), totalRow],
    },
    amount(must('initial', '年初预算数', '60.00', '万元，不带单位')),
    amount(may('adjustment', '年度预算调整', '-12.00', '万元，调减为负数；没有的不填')),
    amount(may('adjusted', '调整后预算数', '48.00', '万元，可不填；填的须等于年初预算数加年度预算调整')),
    {
      ...may('adjustKind', '调整类型', adjustKindNames.cut, '有调整的填'),
      choices: Object.values(adjustKindNames),
    },
    may('adjustReason', '调整原因', '项目政策取消', '有调整的填，不超过200字'),
    amount(
      may(
        'executed',
        '累计执行数',
        '20.00',
        '万元，1月1日起至截止月份末的实际支付；没有执行填0；整行没有数据的留空',
      ),
    ),
  ],
};

/** The sheets of each table. */
export const importLayouts: Readonly<Record<ImportTable, Layouts>> = {
  directory,
  members: [members],
  subjects: [subjects],
  targets: [targets],
  execution: [execution],
};

function must(key: string, label: string, example: string, note: string): Column {
  return { key, label, example, note, required: true };
}

function may(key: string, label: string, example: string, note: string): Column {
  return { key, label, example, note, required: false };
}

function amount(column: Column): Column {
  return { ...column, kind: 'amount' };
}
