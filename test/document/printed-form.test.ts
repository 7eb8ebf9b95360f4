/** The official 监控表 on paper (财预〔2019〕136号): what stands where, how it is cut into sheets, and that no text becomes markup (S11). */
import { describe, expect, test } from 'vitest';
import { printForm } from '../../shared/document/printed-form.ts';
import type { IndicatorRow } from '../../shared/domain/content.ts';
import { printToPdf } from '../support/browser.ts';
import { pageTexts } from '../support/pdf-text.ts';
import { indicator, qualitative } from './sample-forms.ts';

type PrintedForm = Parameters<typeof printForm>[0];

const codes = [
  '11-01',
  '11-02',
  '11-03',
  '11-04',
  '12-01',
  '12-02',
  '12-03',
  '13-01',
  '13-02',
  '14-01',
  '21-01',
  '22-01',
  '22-02',
  '24-01',
  '31-01',
];
const row: IndicatorRow = { actual: 240_000n, forecast: 480_000n, likelihood: 'certain' };

function printed(rest: Partial<PrintedForm> = {}): PrintedForm {
  const indicators = codes.map((code) => (code === '22-01' ? qualitative : indicator(code)));
  return {
    filing: '360733-2022-H1-101-101P01',
    digest: 'digest-of-content',
    kind: 'project',
    fiscalYear: 2022,
    cutoffMonth: 6,
    subjectName: '职业技能提升培训',
    department: { code: '101', name: '会昌县人力资源和社会保障局' },
    unitName: '公共就业服务中心',
    goalText: '按计划完成“职业技能提升培训”年度任务，达到预期效果。',
    indicators,
    content: {
      targetVersion: 1,
      money: {
        fiscal: { initial: 60_000_000n, executed: 28_123_456n, forecast: 60_000_000n },
        carryover: { initial: 20_000_000n, adjustment: -1_000_000n, executed: 0n, forecast: 19_000_000n },
      },
      rows: {
        ...Object.fromEntries(codes.map((code) => [code, row])),
        '22-01': {
          status: 'partly',
          statusText: '参训学员就业面扩大',
          forecastStatus: 'achieved',
          likelihood: 'possible',
          causes: ['funding', 'staff'],
          causeText: '专项资金到位较晚',
          remark: '三季度补充人员',
        },
        '31-01': { notYet: { reason: '年底统一问卷', month: 11 }, forecast: 900_000n, likelihood: 'certain' },
      },
      texts: {},
    },
    filledBy: '刘某（示例）',
    reviewedBy: ['陈甲（示例）', '张乙（示例）'],
    sentOn: '2022-07-08',
    ...rest,
  };
}

/** The words of the page without markup. */
function words(form: PrintedForm): string {
  return printForm(form)
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, '|')
    .replace(/[|\s]+/g, '|');
}

describe('what stands on the form', () => {
  test('head, money with the rate of the adjusted budget, goal, hands and notes', () => {
    const text = words(printed());
    for (const part of [
      '项目支出绩效目标执行监控表|（2022年1—6月）',
      '项目名称|职业技能提升培训|主管部门及代码|会昌县人力资源和社会保障局（101）|实施单位|公共就业服务中心',
      '年初预算数|1—6月执行数|1—6月执行率|全年预计执行数',
      '年度资金总额（调整后预算数79.00）|80.00|28.123456|35.60%|79.00',
      '其中：本年财政拨款|60.00|28.123456|46.87%|60.00',
      '上年结转资金|20.00|0.00|0.00%|19.00',
      '年度总体目标|按计划完成“职业技能提升培训”年度任务，达到预期效果。',
      '填报人：刘某（示例）|审核人：陈甲（示例）、张乙（示例）|日期：2022-07-08',
      '填报编号|360733-2022-H1-101-101P01|内容摘要|digest-of-content',
    ])
      expect(text).toContain(part);
    expect(printForm(printed()).match(/<li>/g)).toHaveLength(3);
  });

  test('an indicator row ticks its causes and its likelihood', () => {
    const html = printForm(printed());
    const [line = ''] = /<tr>(?:(?!<tr>).)*服务群众情况.*?<\/tr>/s.exec(html) ?? [];
    const cells = [...line.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, text]) => text);
    expect(cells).toEqual([
      '效益指标',
      '社会效益指标',
      '服务群众情况',
      '有效改善',
      '部分达成：参训学员就业面扩大',
      '达成',
      '√',
      '',
      '√',
      '',
      '',
      '专项资金到位较晚',
      '',
      '√',
      '',
      '三季度补充人员',
    ]);
    expect(words(printed())).toContain('本期尚无法取值（预计11月）：年底统一问卷|90场');
  });

  test.each([
    ['overall', '部门整体支出绩效目标执行监控表', '部门名称|会昌县人力资源和社会保障局', '其中：人员经费'],
    ['transfer', '转移支付绩效目标执行监控表', '转移支付名称|职业技能提升培训', '其中：中央资金'],
  ] as const)('%s has its own title, head and money rows', (kind, title, head, money) => {
    const text = words(printed({ kind, cutoffMonth: 9 }));
    expect(text).toContain(`${title}|（2022年1—9月）`);
    expect(text).toContain(head);
    expect(text).toContain(money);
  });

  test('without an adjustment nothing is said of one, and without figures there is no rate', () => {
    const text = words(printed({ content: null, sentOn: null }));
    expect(text).not.toContain('调整后预算数');
    expect(text).toContain('年度资金总额|—|');
    expect(text).toContain('未送审稿');
    expect(words(printed())).not.toContain('未送审稿');
  });
});

describe('S11 · no text becomes markup', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<svg><script>alert(1)</script></svg>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<body onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<details open ontoggle=alert(1)>',
    '<input autofocus onfocus=alert(1)>',
    '<link rel=stylesheet href=//a.example>',
    '<meta http-equiv="refresh" content="0;url=//a.example">',
    '<base href="//a.example/">',
    '<object data="data:text/html,<script>alert(1)</script>"></object>',
    '<template><script>alert(1)</script></template>',
    '<!--><script>alert(1)</script>-->',
    '<![CDATA[<script>alert(1)</script>]]>',
    '<%00script>alert(1)</script>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '&#60;script&#62;alert(1)',
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '` onmouseover=alert(1)',
    '@import "//a.example/x.css";',
    'expression(alert(1))',
  ];
  const ways: readonly ((attack: string) => string)[] = [
    (attack) => attack,
    (attack) => `">${attack}`,
    (attack) => `'>${attack}`,
    (attack) => `</td></tr></table>${attack}`,
    (attack) => `</style>${attack}`,
    (attack) => `</title>${attack}`,
    (attack) => `-->${attack}`,
    (attack) => `\u0000\n${attack.toUpperCase()}`,
  ];
  const payloads = attacks.flatMap((attack) => ways.map((way) => way(attack)));

  /** Each text of the form that anybody may write, in one page. */
  function everywhere(text: string): PrintedForm {
    const written = {
      causeText: text,
      remark: text,
      excessText: text,
      likelihood: 'possible',
      causes: ['other'],
    } as const;
    return printed({
      subjectName: text,
      department: { code: text, name: text },
      unitName: text,
      goalText: text,
      filledBy: text,
      reviewedBy: [text, text],
      filing: text,
      digest: text,
      indicators: [
        indicator('11-01', { name: text, unit: text }),
        { ...qualitative, name: text, targetText: text },
        indicator('31-01', { unit: text }),
      ],
      content: {
        targetVersion: 1,
        money: {},
        rows: {
          '11-01': { ...written, actual: 1n, forecast: 1n },
          '22-01': { ...written, status: 'partly', statusText: text, forecastStatus: 'missed' },
          '31-01': { ...written, notYet: { reason: text, month: 11 } },
        },
        texts: {},
      },
    });
  }

  const tags = (html: string) => html.match(/<[^>]*>/g);
  const harmless = printForm(everywhere('平常的文字'));

  test('there are 200 of them', () => {
    expect(new Set(payloads).size).toBe(200);
  });

  test.each(payloads)('%j stays a text', (payload) => {
    const html = printForm(everywhere(payload));
    expect(tags(html)).toEqual(tags(harmless));
    expect(html.split(escaped(payload)).length).toBe(harmless.split('平常的文字').length);
  });

  function escaped(text: string): string {
    return text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');
  }

  test('the page runs nothing and fetches nothing', () => {
    const html = printForm(printed());
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|https?:|src=|href=|url\(|@import/i);
    expect(html.match(/<style>/g)).toHaveLength(1);
  });
});

describe('on paper', () => {
  test('15 indicators are 2 sheets, with the head and the number on each, and no row torn apart', async () => {
    const pdf = await printToPdf(printForm(printed()));
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2);
    const pages = pageTexts(pdf);
    expect(pages).toHaveLength(2);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain(
        '一级指标二级指标三级指标年度指标值经费保障制度保障人员保障硬件条件保障其他原因说明',
      );
      expect(text).toContain(`第${index + 1}页，共2页`);
    }
    expect(pages[0]).toContain('项目支出绩效目标执行监控表');
    expect(pages[1]).toContain('填报人：刘某（示例）');
    // Every row stands whole on one sheet: name and value are found together as often as there are rows.
    const rows = pages.join('').match(/开展工作场次\d\d-\d\d≥48场/g);
    expect(rows).toHaveLength(14);
  });

  test('A4 landscape', async () => {
    const pdf = await printToPdf(printForm(printed()));
    const [, width = '', height = ''] =
      /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')) ?? [];
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([842, 595]);
  });
});
