/** The report in the outline of the notice's annex (2.2f): what stands where, that counts are those of the lists, and that no text is lost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outlineOf, type ReportOutline } from '../../shared/document/report-outline.ts';
import type { ReportedFiling, ReportSource } from '../../shared/document/report-source.ts';
import { asSentences, inWan } from '../../shared/document/report-words.ts';
import { anyReport, reported, reportSource, slowProject, steady } from './sample-reports.ts';

const headingsOf = ({ sections }: ReportOutline) =>
  sections.flatMap(({ headings }) => headings.map(({ level, text }) => `${level} ${text}`));
const textIn = ({ sections }: ReportOutline, id: string) =>
  sections.find((section) => section.id === id)?.text;

describe('the outline of the annex', () => {
  test('a department without projects and transfers says so in each part', () => {
    const outline = outlineOf(
      reportSource({ filings: [reported(steady('101Z00', '部门整体支出', 'overall'))] }),
    );
    expect(headingsOf(outline)).toEqual([
      '1 一、绩效监控结果概览',
      '2 （一）部门整体支出',
      '2 （二）项目支出',
      '2 （三）管理的转移支付',
      '1 二、偏离绩效目标情况分析',
      '2 （一）部门整体支出',
      '2 （二）项目支出',
      '2 （三）管理的转移支付',
    ]);
    for (const id of ['1-project', '1-transfer', '2-project', '2-transfer'])
      expect(textIn(outline, id)).toBe('本部门无此类资金。');
    expect(textIn(outline, 'opening')).toContain('监控项目0个、管理的转移支付0个');
  });

  test('title, month, opening, both chapters in their parts, department and date', () => {
    const outline = outlineOf(reportSource());
    expect(outline.title).toEqual(['会昌县人力资源和社会保障局', '绩效运行监控情况']);
    expect(outline.month).toBe('（2022年7月）');
    expect(outline.signature).toEqual(['会昌县人力资源和社会保障局', '2022年7月18日']);
    expect(textIn(outline, 'opening')).toBe(
      '2022年7月，我部门（单位）组织对本部门（单位）2022年1—6月整体支出、项目支出、管理的转移支付预算执行情况和绩效目标实现程度开展“双监控”，其中监控项目2个、管理的转移支付1个。绩效监控结果如下：',
    );
    const chapter = [
      '2 （一）部门整体支出',
      '2 （二）项目支出',
      '3 1. 职业技能提升培训',
      '3 2. 高校毕业生就业见习补贴',
      '2 （三）管理的转移支付',
      '3 1. 就业补助资金',
    ];
    expect(headingsOf(outline)).toEqual([
      '1 一、绩效监控结果概览',
      ...chapter,
      '1 二、偏离绩效目标情况分析',
      ...chapter,
    ]);
    expect(outline.sections.map(({ id }) => id)).toEqual([
      'opening',
      '1-overall-101Z00',
      '1-project-101P01',
      '1-project-101P02',
      '1-transfer-101T01',
      '2-overall-101Z00',
      '2-overall-dispositions',
      '2-project-101P01',
      '2-project-101P02',
      '2-project-dispositions',
      '2-transfer-101T01',
      '2-transfer-dispositions',
    ]);
  });

  test('what is not past its department is named and no part of the figures', () => {
    const subject = { code: '101T02', name: '乡村公益岗补助', kind: 'transfer' } as const;
    const outline = outlineOf(
      reportSource({ filings: [], outstanding: [{ subject, stage: 'dept-review' }] }),
    );
    expect(textIn(outline, 'opening')).toContain(
      '另有1项填报尚未通过部门审核（部门整体支出为尚未送审），未列入本报告：“乡村公益岗补助”（待部门审核）。',
    );
    expect(textIn(outline, '1-transfer')).toBe('本部门此类资金的填报尚未通过部门审核，未列入本报告。');
    expect(textIn(outline, '1-project')).toBe('本部门无此类资金。');
  });
});

describe('chapter one', () => {
  test('money, rate, attainment, lights, values and the four judgements, each ending once', () => {
    expect(textIn(outlineOf(reportSource()), '1-project-101P01')?.split('\n')).toEqual([
      '由公共就业服务中心组织实施。年初预算数200.00万元，年度预算调整-4.50万元，调整后预算数195.50万元，1—6月累计执行数56.12万元，执行率28.71%，序时进度50.00%，预算执行为红灯。',
      '共设绩效指标2项，目标完成率64.58%；其中红灯1项、绿灯1项，绩效目标为红灯。',
      '定量指标：培训场次目标≥48场，完成14场，完成率29.17%。',
      '服务群众情况：目标为“有效改善”，达成。群众满意。',
      '目标完成情况：目标任务完成过半。',
      '预算执行情况：支出进度慢于序时。',
      '组织实施情况：分工落实、按月调度。',
      '资金管理情况：专账核算、手续齐全！',
    ]);
  });

  test('a filing that is not archived yet is marked', () => {
    const mark = '本项填报现为“待财政审核”，尚未归档，以归档的数据为准。';
    const outline = outlineOf(reportSource());
    expect(textIn(outline, '1-project-101P02')).toContain(mark);
    expect(textIn(outline, '1-project-101P01')).not.toContain('尚未归档');
  });

  test('the annual report has the trend over the four rounds', () => {
    const earlier = [
      { cutoffMonth: 6, rate: 2000n, attainment: 3000n },
      { cutoffMonth: 9, rate: null, attainment: 5000n },
      { cutoffMonth: 10, rate: 4012n, attainment: 6000n },
    ];
    const filings = [reported({ ...steady('101P01', '培训', 'project'), earlier }, 11)];
    expect(textIn(outlineOf(reportSource({ filings, cutoffMonth: 11 })), '1-project-101P01')).toContain(
      '全年4轮监控中，执行率依次为1—6月20.00%、1—9月无、1—10月40.12%、1—11月50.00%，目标完成率依次为1—6月30.00%、1—9月50.00%、1—10月60.00%、1—11月50.00%。',
    );
  });

  test('an indicator without a value yet says why and when', () => {
    const given = steady('101P01', '培训', 'project');
    const rows = { '11-01': { notYet: { reason: '年底统一问卷', month: 11 } } };
    const filings = [reported({ ...given, content: { ...given.content, rows } })];
    const text = textIn(outlineOf(reportSource({ filings })), '1-project-101P01');
    expect(text).toContain('工作场次：本期尚无法取值，预计11月可取值。原因：年底统一问卷。');
    expect(text).toContain('目标完成率暂无法计算；其中不评灯1项');
  });
});

describe('chapter two', () => {
  test('rows off target with cause, forecast, likelihood and measures', () => {
    expect(textIn(outlineOf(reportSource()), '2-project-101P01')?.split('\n')).toEqual([
      '预算执行偏离：执行率28.71%，序时进度50.00%，执行进度为序时的57.41%，低于60%，红灯。',
      '进度原因：招标延期。',
      '有1项绩效指标偏离目标或预计全年难以实现：',
      '（1）培训场次：目标≥48场，完成14场，序时进度50.00%，完成进度为序时的58.33%，低于60%，红灯。偏离度-41.67%。偏差原因为经费保障、人员保障。原因说明：专项资金到位较晚。全年预计完成40场，完成目标可能性为“有可能”。不能完成的原因及措施：三季度补充人员。',
      '全年预计：预计执行数190.00万元，为调整后预算数的97.19%，预计结转结余5.50万元；2项绩效指标中，确定能完成1项、有可能完成1项。',
      '偏离原因分析：开工偏晚。',
      '纠偏措施：倒排工期。',
    ]);
  });

  test('what is on target says so, and still forecasts the year', () => {
    expect(textIn(outlineOf(reportSource()), '2-overall-101Z00')?.split('\n')).toEqual([
      '预算执行和绩效指标没有偏离绩效目标的情况。',
      '全年预计：预计执行数100.00万元，为调整后预算数的100.00%，预计结转结余0.00万元；1项绩效指标中，确定能完成1项。',
    ]);
  });

  test('a target that was far too low is off target as well', () => {
    const given = steady('101P01', '培训', 'project');
    const rows = {
      '11-01': {
        actual: 480_000n,
        forecast: 480_000n,
        likelihood: 'certain' as const,
        excessText: '需求增长',
      },
    };
    const filings = [reported({ ...given, content: { ...given.content, rows } })];
    const text = textIn(outlineOf(reportSource({ filings })), '2-project-101P01');
    expect(text).toContain('不低于120%，蓝灯。');
    expect(text).toContain('超目标说明：需求增长。');
  });

  test('dispositions end their part, with kind, amount, document number and state', () => {
    const [subject] = reportSource().filings.map((filing) => filing.subject);
    if (subject === undefined) throw new Error('the sample has filings');
    const outline = outlineOf(
      reportSource({
        dispositions: [
          {
            subject,
            kind: 'reduce',
            state: 'closed',
            amount: 45_000_000n,
            documentNo: '会财预〔2022〕31号',
          },
          { subject, kind: 'accountability', state: 'proposed', amount: null, documentNo: null },
        ],
      }),
    );
    expect(textIn(outline, '2-project-dispositions')?.split('\n')).toEqual([
      '处置情况：共有处置事项2项：',
      '（1）职业技能提升培训：调减预算并同步调整绩效目标，涉及金额45.00万元，文号会财预〔2022〕31号，已办结。',
      '（2）职业技能提升培训：追究责任，拟处置。',
    ]);
    expect(textIn(outline, '2-overall-dispositions')).toBe('处置情况：无处置事项。');
  });

  test('the meeting of the Party group is told where there was one', () => {
    const meeting = { heldOn: '2022-07-15', number: '党组会议纪要〔2022〕9号', conclusion: '同意报送' };
    expect(textIn(outlineOf(reportSource({ meeting })), 'meeting')).toBe(
      '本报告已于2022年7月15日向本部门党委（党组）会议报告（党组会议纪要〔2022〕9号）。会议意见：同意报送。',
    );
    expect(textIn(outlineOf(reportSource()), 'meeting')).toBeUndefined();
  });
});

describe('words', () => {
  test.each([
    ['已完成', '已完成。'],
    ['已完成。', '已完成。'],
    ['已完成！', '已完成！'],
    ['他说“已完成。”', '他说“已完成。”'],
    ['他说“已完成”', '他说“已完成”。'],
    ['（详见附件）', '（详见附件）。'],
    ['如下：', '如下：'],
    ['未完；', '未完；'],
    ['等等……', '等等……'],
    ['Done.', 'Done.'],
    [' 已完成 ', '已完成。'],
    ['  ', ''],
  ])('%j ends once', (text, sentences) => {
    expect(asSentences(text)).toBe(sentences);
  });

  test.each([
    [0n, '0.00万元'],
    [56_123_456n, '56.12万元'],
    [56_125_000n, '56.13万元'],
    [-4_500_000n, '-4.50万元'],
    [10n ** 14n, '100000000.00万元'],
  ])('%s 分 is %s', (amount, text) => {
    expect(inWan(amount)).toBe(text);
  });
});

describe('whatever the figures and texts are', () => {
  const of = (source: ReportSource, kind: string) =>
    source.filings.filter(({ subject }) => subject.kind === kind);
  const all = (outline: ReportOutline) => outline.sections.map(({ text }) => text).join('\n');
  const whole = (outline: ReportOutline, ids: string) =>
    outline.sections.filter(({ id }) => id.endsWith(ids)).map(({ text }) => text);

  test('counts in the opening equal the lists of both chapters', () => {
    fc.assert(
      fc.property(anyReport, (source) => {
        const { sections } = outlineOf(source);
        const [opening] = sections;
        const [, projects, transfers] =
          /其中监控项目(\d+)个、管理的转移支付(\d+)个。/.exec(opening?.text ?? '') ?? [];
        expect([projects, transfers]).toEqual([
          String(of(source, 'project').length),
          String(of(source, 'transfer').length),
        ]);
        for (const chapter of [1, 2])
          for (const kind of ['project', 'transfer']) {
            const numbers = sections
              .filter(({ id }) => id.startsWith(`${chapter}-${kind}-`))
              .flatMap(({ headings }) => headings.filter(({ level }) => level === 3))
              .map(({ text }) => text.slice(0, text.indexOf('.')));
            expect(numbers).toEqual(of(source, kind).map((_, index) => String(index + 1)));
          }
      }),
    );
  });

  test('lights add up to the indicators, and rows off target to their count', () => {
    fc.assert(
      fc.property(anyReport, (source) => {
        const outline = outlineOf(source);
        for (const { subject, indicators } of source.filings) {
          const [overview = ''] = whole(outline, `1-${subject.kind}-${subject.code}`);
          const lights = /；其中((?:[红黄绿蓝]灯|不评灯|\d+|项|、)+)/.exec(overview)?.[1] ?? '';
          const sum = [...lights.matchAll(/(\d+)项/g)].reduce((total, [, count]) => total + Number(count), 0);
          expect(sum).toBe(indicators.length);
        }
      }),
    );
  });

  test('every filing has its section in both chapters, ids are unique, and nothing is undefined', () => {
    fc.assert(
      fc.property(anyReport, (source) => {
        const outline = outlineOf(source);
        const ids = outline.sections.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { subject } of source.filings)
          for (const chapter of [1, 2]) expect(ids).toContain(`${chapter}-${subject.kind}-${subject.code}`);
        for (const { subject } of source.outstanding) expect(all(outline)).toContain(subject.name);
        expect(all(outline)).not.toMatch(/undefined|NaN|\[object|null/);
        for (const { id, text } of outline.sections) expect([id, text]).not.toEqual([id, '']);
      }),
    );
  });

  function written({ content, indicators, evaluation }: ReportedFiling): readonly string[] {
    const rows = indicators.flatMap(({ code, operator }) => {
      const row = content.rows[code] ?? {};
      const lights = [evaluation.rows[code]?.light.light, evaluation.rows[code]?.outlook.light];
      const isOff = lights.some((light) => light === 'red' || light === 'yellow' || light === 'blue');
      const isTold = operator === 'qualitative' && row.status !== undefined && row.notYet === undefined;
      return [
        ...(isOff ? [row.causeText, row.remark, row.excessText] : []),
        ...(isTold ? [row.statusText] : []),
        row.notYet?.reason,
      ];
    });
    return [...Object.values(content.texts), ...rows].flatMap((text) => text?.trim() ?? []);
  }

  test('no character of what people wrote is lost', () => {
    fc.assert(
      fc.property(anyReport, (source) => {
        const outline = outlineOf(source);
        for (const filing of source.filings) {
          const own = whole(outline, `-${filing.subject.kind}-${filing.subject.code}`).join('\n');
          for (const text of written(filing)) expect(own).toContain(text);
        }
        if (source.meeting !== null) expect(all(outline)).toContain(source.meeting.conclusion.trim());
      }),
    );
  });

  test('no text gets a second full stop', () => {
    const ending = fc.constantFrom('', '。', '！', '；', '。”', '……', '、', '：', '（注）', '.');
    fc.assert(
      fc.property(ending, (mark) => {
        const given = slowProject();
        const end = <T>(texts: T): T =>
          JSON.parse(
            JSON.stringify(texts, (_, text) =>
              typeof text === 'string' ? `${text.replace(/[。！]$/, '')}${mark}` : text,
            ),
          );
        const content = { ...given.content, texts: end(given.content.texts) };
        const outline = outlineOf(reportSource({ filings: [reported({ ...given, content })] }));
        expect(all(outline)).not.toMatch(/[。！；：、…][。；，]|\.。/);
      }),
    );
  });

  test('the same figures make the same words, in whatever order they come, and other subjects leave them alone', () => {
    fc.assert(
      fc.property(anyReport, (source) => {
        const outline = outlineOf(source);
        expect(outlineOf({ ...source, filings: [...source.filings].reverse() })).toEqual(outline);
        const [, ...rest] = source.filings;
        const fewer = outlineOf({ ...source, filings: rest });
        for (const { subject } of rest)
          for (const chapter of [1, 2]) {
            const id = `${chapter}-${subject.kind}-${subject.code}`;
            expect(textIn(fewer, id)).toBe(textIn(outline, id));
          }
      }),
    );
  });
});
