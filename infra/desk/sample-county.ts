/**
 * The sample county. From the notice of 2022 come the region, the rounds and the ten bodies under key monitoring by their full names;
 * everything else (sections, units, people, projects, amounts, targets) is invented sample data and no record of anything.
 */
import type { CountyDocument } from '../../shared/contract/county.ts';
import { notice2022 } from '../../shared/notice/2022.ts';

type Subject = CountyDocument['subjects'][number];
type Indicator = Subject['indicators'][number];

const sections = [
  { code: 'S01', name: '社会保障股' },
  { code: 'S02', name: '行政政法股' },
  { code: 'S03', name: '教科文股' },
  { code: 'S04', name: '经济建设股' },
  { code: 'S05', name: '农业农村股' },
];

interface Body {
  readonly section: string;
  readonly unit: string;
  readonly projects: readonly string[];
  readonly transfer: string;
}

/** Per key body, in the notice's order: its section, its second unit, four projects and a transfer payment. */
const keyBodies: readonly Body[] = [
  {
    section: 'S01',
    unit: '公共就业服务中心',
    projects: ['职业技能提升培训', '基层公共服务平台运行', '劳动人事争议调解仲裁', '高校毕业生就业见习补贴'],
    transfer: '就业补助资金',
  },
  {
    section: 'S02',
    unit: '事业单位登记中心',
    projects: ['机构编制信息化建设', '机构编制核查', '事业单位法人登记', '编制档案整理'],
    transfer: '基层治理能力建设补助',
  },
  {
    section: 'S02',
    unit: '妇女儿童活动中心',
    projects: ['妇女权益维护', '家庭教育指导服务', '“两癌”救助', '巾帼创业培训'],
    transfer: '妇女儿童事业发展补助',
  },
  {
    section: 'S02',
    unit: '青少年活动中心',
    projects: ['青少年普法宣传', '希望工程助学', '西部计划志愿者补贴', '预防青少年违法犯罪'],
    transfer: '志愿服务专项补助',
  },
  {
    section: 'S03',
    unit: '党史教研室',
    projects: ['干部主体班培训', '红色教学点建设', '教学科研经费', '校园信息化改造'],
    transfer: '基层党校建设补助',
  },
  {
    section: 'S04',
    unit: '检验检测中心',
    projects: ['食品安全抽检', '特种设备安全监管', '消费者权益保护', '市场主体登记便利化'],
    transfer: '食品药品监管补助资金',
  },
  {
    section: 'S01',
    unit: '社保经办大厅',
    projects: ['社保卡制发', '社保信息系统运维', '待遇资格认证', '经办服务标准化'],
    transfer: '城乡居民养老保险补助',
  },
  {
    section: 'S04',
    unit: '中小企业服务中心',
    projects: ['企业技术改造奖补', '工业园区公共服务', '节能降耗监测', '数字化转型诊断'],
    transfer: '中小企业发展专项资金',
  },
  {
    section: 'S05',
    unit: '高排乡综合便民服务中心',
    projects: ['农村人居环境整治', '村级道路养护', '乡村振兴产业扶持', '小型水利设施维修'],
    transfer: '衔接推进乡村振兴补助资金',
  },
  {
    section: 'S05',
    unit: '小密乡综合便民服务中心',
    projects: ['花海景区基础设施维护', '农村饮水安全巩固', '脐橙产业提质', '集镇环卫保洁'],
    transfer: '农村综合改革转移支付',
  },
];

/** One department that is not under key monitoring, to show the difference: no extra block, no evidence asked for. */
const ordinaryName = '会昌县审计局';
const ordinaryBody: Body = {
  section: 'S02',
  unit: '会昌县政府投资审计中心',
  projects: ['政府投资项目审计', '审计信息化建设', '经济责任审计', '审计整改跟踪'],
  transfer: '审计能力建设补助',
};

const names = [...notice2022.keyBodies, ordinaryName];
const bodies = [...keyBodies, ordinaryBody];

const surnames = '刘陈李王张黄吴周欧曾赖钟谢罗邓彭文朱胡池';

function codeOf(index: number): string {
  return String(101 + index);
}

function bodyAt(index: number): (typeof bodies)[number] {
  const body = bodies[index];
  if (body === undefined) throw new Error(`no sample data for body ${index}`);
  return body;
}

function person(
  id: string,
  turn: number,
  role: CountyDocument['members'][number]['posts'][number]['role'],
  at: string,
) {
  const surname = surnames[turn % surnames.length] ?? '刘';
  return { id, name: `${surname}${'某甲乙丙丁'[turn % 5] ?? '某'}（示例）`, posts: [{ role, at }] };
}

function membersOf(index: number): CountyDocument['members'] {
  const code = codeOf(index);
  return [
    person(`${code}001-filler`, index, 'unit-filler', `${code}001`),
    person(`${code}002-filler`, index + 1, 'unit-filler', `${code}002`),
    person(`${code}-filler`, index + 2, 'dept-filler', code),
    person(`${code}-reviewer`, index + 3, 'dept-reviewer', code),
    person(`${code}-deputy`, index + 4, 'dept-reviewer', code),
  ];
}

function subjectsOf(index: number): Subject[] {
  const code = codeOf(index);
  const { projects, transfer } = bodyAt(index);
  const common = { department: code };
  return [
    {
      ...common,
      code: `${code}Z00`,
      name: '部门整体支出',
      kind: 'overall',
      unit: `${code}001`,
      initial: { personnel: '420.00', public: '65.50', projects: '310.25' },
      goalText: '保障机构正常运转，完成年度各项重点工作任务。',
      indicators: overallIndicators,
    },
    ...projects.map(
      (name, turn): Subject => ({
        ...common,
        code: `${code}P0${turn + 1}`,
        name,
        kind: 'project',
        unit: `${code}00${(turn % 2) + 1}`,
        initial: { fiscal: `${60 + 10 * turn + index}.00`, carryover: '20.00', other: '4.50' },
        goalText: `按计划完成“${name}”年度任务，达到预期效果。`,
        indicators: projectIndicators,
      }),
    ),
    {
      ...common,
      code: `${code}T01`,
      name: transfer,
      kind: 'transfer',
      unit: `${code}002`,
      initial: { central: '120.00', provincial: '45.60', county: '18.25' },
      goalText: '按规定用途和进度使用补助资金，达到批复的绩效目标。',
      indicators: projectIndicators,
    },
  ];
}

function row(code: string, name: string, rest: Omit<Indicator, 'code' | 'name'>): Indicator {
  return { code, name, ...rest };
}

const projectIndicators: Indicator[] = [
  row('11-01', '开展工作场次', {
    operator: 'gte',
    target: '48',
    unit: '场',
    weight: '20',
    nature: 'cumulative',
  }),
  row('12-01', '任务验收合格率', { operator: 'gte', target: '95', unit: '%', weight: '15', nature: 'level' }),
  row('13-01', '按期完成率', { operator: 'gte', target: '90', unit: '%', weight: '10', nature: 'level' }),
  row('14-01', '单位成本', { operator: 'lte', target: '1.5', unit: '万元/场', weight: '5', nature: 'level' }),
  row('22-01', '服务群众情况', {
    operator: 'qualitative',
    target: null,
    targetText: '有效改善',
    weight: '30',
    nature: 'level',
  }),
  row('31-01', '服务对象满意度', { operator: 'gte', target: '90', unit: '%', weight: '10', nature: 'level' }),
];

const overallIndicators: Indicator[] = [
  row('11-01', '年度重点工作完成项数', {
    operator: 'gte',
    target: '12',
    unit: '项',
    weight: '30',
    nature: 'cumulative',
  }),
  row('13-01', '工作任务按期完成率', {
    operator: 'gte',
    target: '90',
    unit: '%',
    weight: '20',
    nature: 'level',
  }),
  row('22-01', '履职效果', {
    operator: 'qualitative',
    target: null,
    targetText: '较好',
    weight: '30',
    nature: 'level',
  }),
  row('31-01', '服务对象满意度', { operator: 'gte', target: '90', unit: '%', weight: '10', nature: 'level' }),
];

/** The county's register, ready to be founded with. */
export const sampleCounty: CountyDocument = {
  region: { ...notice2022.region },
  fiscalYear: notice2022.fiscalYear,
  sections,
  departments: names.map((name, index) => ({
    code: codeOf(index),
    name,
    section: bodyAt(index).section,
    keyMonitoring: name !== ordinaryName,
  })),
  units: names.flatMap((name, index) => [
    { code: `${codeOf(index)}001`, name: `${name}（本级）`, department: codeOf(index) },
    { code: `${codeOf(index)}002`, name: bodyAt(index).unit, department: codeOf(index) },
  ]),
  members: [
    ...names.flatMap((_, index) => membersOf(index)),
    ...sections.flatMap(({ code }, index) => [
      person(`${code.toLowerCase()}-reviewer`, index * 2, 'section-reviewer', code),
      person(`${code.toLowerCase()}-deputy`, index * 2 + 1, 'section-reviewer', code),
    ]),
    person('finance-office', 3, 'finance-office', notice2022.region.code),
    person('archivist', 5, 'archivist', notice2022.region.code),
    person('auditor', 7, 'auditor', notice2022.region.code),
    person('admin', 11, 'admin', notice2022.region.code),
  ],
  subjects: names.flatMap((_, index) => subjectsOf(index)),
  rounds: notice2022.rounds.map((plan) => ({ ...plan })),
};
