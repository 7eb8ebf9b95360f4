/** Notice 2.2f and annex: the report drafts itself from what the department has approved, keeps its writer's words, and becomes a paper. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCode } from '../../shared/domain/report-code.ts';
import { Bureau } from '../support/bureau.ts';
import { codeIn, paragraphsOf, partsOf } from '../support/report-files.ts';

describe('notice 2.2f · the draft of a report', () => {
  let bureau: Bureau;
  beforeAll(async () => {
    bureau = await Bureau.open('2022-07-04');
    await bureau.opens('2022-H1');
  });
  afterAll(() => bureau.close());

  const params = { params: { report: '360733-2022-HY-111' } };
  const draft = (by = '111-filler') => bureau.ask(by, 'readReportDraft', params);
  const textsOf = async () =>
    Object.fromEntries((await draft()).sections.map(({ id, generated }) => [id, generated]));

  /** What the writer sees and sends back. */
  async function rewrites(id: string, text: string): Promise<void> {
    const { sections, orphans, version } = await draft();
    const basis = sections.find((section) => section.id === id)?.basis ?? '';
    expect([...sections, ...orphans].map((section) => section.id)).toContain(id);
    const edit = { [id]: { text, basis } };
    await bureau.ask('111-filler', 'writeNarrative', { ...params, version, body: { sections: edit } });
  }

  test('what is not past the department is named and not reported (2.2c)', async () => {
    const { title, sections } = await draft();
    expect(title).toEqual(['会昌县审计局', '绩效运行监控情况']);
    const [opening] = sections;
    expect(opening?.generated).toContain('其中监控项目0个、管理的转移支付0个');
    expect(opening?.generated).toContain('另有6项填报尚未通过部门审核');
    expect(sections.find(({ id }) => id === '1-project')?.generated).toContain('尚未通过部门审核');
  });

  test('what the department has approved and what it has sent itself stands in the outline of the annex', async () => {
    await bureau.halfYear('111Z00').isFiled();
    const [first, second] = [bureau.halfYear('111P01'), bureau.halfYear('111P02')];
    await first.isFiled((content) => ({
      ...content,
      money: { ...content.money, fiscal: { ...content.money['fiscal'], executed: '1.00' } },
      texts: {
        ...content.texts,
        slowReason: '审计进点推迟。',
        deviationAnalysis: '预算执行偏慢，系进点推迟。',
        outlook: '下半年集中实施，年底可以完成。',
        problems: '进点推迟影响支付',
        measures: '倒排工期，按月调度',
      },
    }));
    await first.isApproved();
    await second.isFiled();
    await second.isApproved();
    await second.isApproved();
    const { sections } = await draft();
    expect(sections.flatMap(({ headings }) => headings.map(({ text }) => text))).toEqual([
      '一、绩效监控结果概览',
      '（一）部门整体支出',
      '（二）项目支出',
      '1. 政府投资项目审计',
      '2. 审计信息化建设',
      '（三）管理的转移支付',
      '二、偏离绩效目标情况分析',
      '（一）部门整体支出',
      '（二）项目支出',
      '1. 政府投资项目审计',
      '2. 审计信息化建设',
      '（三）管理的转移支付',
    ]);
    const texts = await textsOf();
    expect(texts['opening']).toContain('其中监控项目2个、管理的转移支付0个');
    expect(texts['opening']).toContain('另有3项填报');
    expect(texts['1-project-111P01']).toContain('现为“待财政审核”，尚未归档');
    expect(texts['1-project-111P02']).not.toContain('尚未归档');
    expect(texts['2-project-111P01']).toContain('预算执行偏离：');
    expect(texts['2-project-111P01']).toContain('纠偏措施：倒排工期，按月调度。');
    expect(texts['2-project-dispositions']).toBe('处置情况：无处置事项。');
  });

  test('nobody else sees it', async () => {
    for (const stranger of ['101-filler', '111001-filler', 's01-reviewer'])
      for (const route of ['readReportDraft', 'readReportDocument', 'printReport'] as const) {
        const refused = await bureau.refused(stranger, route, params);
        expect([refused.status, refused.code]).toEqual([404, 'not-found']);
      }
  });

  test('a writer’s words stay when the data change, and only the section concerned is marked', async () => {
    await rewrites('1-project-111P01', '该项目按计划推进。\n详见附表。');
    await rewrites('1-project-111P02', '信息化建设已完成过半。');
    const project = bureau.halfYear('111P01');
    await project.isReturned('请核实本项目累计执行数');
    await bureau.until(async () => (await project.stage()) === 'returned');
    const gone = await draft();
    expect(gone.orphans).toEqual([
      { id: '1-project-111P01', written: '该项目按计划推进。\n详见附表。', note: '不再对应' },
    ]);
    expect(gone.sections[0]?.generated).toContain('“政府投资项目审计”（被退回）');
    await project.isFiled();
    await project.isApproved();
    const back = await draft();
    expect(back.orphans).toEqual([]);
    const written = back.sections.filter((section) => section.written !== null);
    expect(written.map(({ id, changed }) => [id, changed])).toEqual([
      ['1-project-111P01', true],
      ['1-project-111P02', false],
    ]);
  });

  test('looking at it again and saving it takes the mark away; an empty text takes the words back', async () => {
    await rewrites('1-project-111P01', '该项目按计划推进，支出已更正。');
    await rewrites('1-project-111P02', '');
    const written = (await draft()).sections.filter((section) => section.written !== null);
    expect(written.map(({ id, changed }) => [id, changed])).toEqual([['1-project-111P01', false]]);
  });

  test('the document has the writer’s words, the Party group’s meeting and the code of this very version', async () => {
    const { version } = await draft();
    const told = await bureau.ask('111-filler', 'recordMeeting', {
      ...params,
      version,
      body: { heldOn: '2022-07-04', minutes: '局党组会议纪要〔2022〕9号', conclusion: '同意上报' },
    });
    const { name, type, bytes } = await bureau.ask('111-filler', 'readReportDocument', params);
    expect(name).toBe('绩效运行监控报告-360733-2022-HY-111.docx');
    expect(type).toContain('wordprocessingml');
    const { texts, pictures } = partsOf(bytes);
    const lines = paragraphsOf(texts['word/document.xml'] ?? '').map(({ text }) => text);
    expect(lines).toContain('该项目按计划推进，支出已更正。');
    expect(lines).toContain(
      '本报告已于2022年7月4日向本部门党委（党组）会议报告（局党组会议纪要〔2022〕9号）。会议意见：同意上报。',
    );
    expect(lines).toContain('2022年7月4日');
    const [picture = new Uint8Array()] = pictures;
    const code = parseCode(await codeIn(picture));
    expect(code).toMatchObject({ report: '360733-2022-HY-111', version: told.version });
  });

  test('the page to print is shown and can do nothing', async () => {
    const { type, bytes } = await bureau.ask('111-filler', 'printReport', params);
    expect(type).toContain('text/html');
    const html = new TextDecoder().decode(bytes);
    expect(html).toContain('<p>该项目按计划推进，支出已更正。</p>');
    expect(html).toContain('<svg class="code"');
  });
});

describe('notice 2.2f · the draft of an annual report', () => {
  let bureau: Bureau;
  beforeAll(async () => {
    bureau = await Bureau.open('2022-12-02');
    await bureau.opens('2022-H1');
    await bureau.opens('2022-Q4-2');
  });
  afterAll(() => bureau.close());

  test('reports 1—11月 and the rounds before it side by side', async () => {
    for (const round of ['H1', 'Q4-2']) {
      const filing = bureau.filing(`360733-2022-${round}-111-111P01`);
      await filing.isFiled();
      await filing.isApproved();
    }
    const params = { report: '360733-2022-FY-111' };
    const { sections } = await bureau.ask('111-filler', 'readReportDraft', { params });
    expect(sections[0]?.generated).toContain('2022年12月，我部门（单位）组织对本部门（单位）2022年1—11月');
    const text = sections.find(({ id }) => id === '1-project-111P01')?.generated;
    expect(text).toContain('全年2轮监控中，执行率依次为1—6月50.00%、1—11月91.67%，');
  });
});
