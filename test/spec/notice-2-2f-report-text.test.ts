/** Notice 2.2d, 2.2f: which reports a department owes, what it writes into them, and when its Party group was told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bureau } from '../support/bureau.ts';

describe('notice 2.2f · the text of a report', () => {
  let bureau: Bureau;
  beforeAll(async () => {
    bureau = await Bureau.open('2022-07-01');
    await bureau.opens('2022-H1');
  });
  afterAll(() => bureau.close());

  const half = { query: { period: 'half-year', year: '2022' } } as const;
  const params = { params: { report: '360733-2022-HY-101' } };
  const read = (by = '101-filler') => bureau.ask(by, 'readReport', params);

  test('issuing the half-year round makes every department owe its report, due at the end of 07-20 (2.2d)', async () => {
    const { departments } = await bureau.ask('finance-office', 'readStanding', {
      params: { round: '2022-H1' },
    });
    const { reports } = await bureau.ask('finance-office', 'listReports', half);
    expect(reports.map(({ department }) => department)).toEqual(
      departments.map(({ department }) => department),
    );
    expect(reports[0]).toMatchObject({
      report: '360733-2022-HY-101',
      round: '2022-H1',
      stateName: '草稿',
      dueAt: '2022-07-20T16:00:00.000Z',
      uploadedAt: null,
      overdue: false,
    });
    const missing = await bureau.ask('finance-office', 'listReports', {
      query: { ...half.query, missing: 'true' },
    });
    expect(missing.reports).toHaveLength(reports.length);
  });

  test('nobody sees the reports of others (§8)', async () => {});

  test('the writer’s edits are kept by section with what they were written on; an empty text takes one back', async () => {
    const { version, sections } = await read();
    expect(sections).toEqual({});
    const save = (at: number, texts: Record<string, string>) => {
      const edits = Object.entries(texts).map(([id, text]) => [id, { text, basis: 'b1' }] as const);
      const body = { sections: Object.fromEntries(edits) };
      return bureau.ask('101-filler', 'writeNarrative', { ...params, version: at, body });
    };
    const first = await save(version, { opening: '根据通知要求，', problems: '招标推迟。' });
    await save(first.version, { problems: '' });
    expect((await read()).sections).toEqual({ opening: { text: '根据通知要求，', basis: 'b1' } });
    const stale = await bureau.refused('101-filler', 'writeNarrative', {
      ...params,
      version: first.version,
      body: { sections: {} },
    });
    expect(stale.status).toBe(412);
  });

  test('the data of a report are those of the filings past the department: what it is made of has a digest', async () => {
    const before = (await read()).data;
    await bureau.halfYear('101P01').isFiled();
    expect((await read()).data).toBe(before);
    await bureau.halfYear('101P01').isApproved();
    const after = (await read()).data;
    expect(after).not.toBe(before);
    await bureau.halfYear('101P01').isReturned();
    expect((await read()).data).toBe(before);
  });

  test('the Party group was told: the report says so, with the record of the meeting', async () => {
    const { version } = await read();
    const planned = await bureau.ask('101-filler', 'recordMeeting', {
      ...params,
      version,
      body: { plannedOn: '2022-07-22', reason: '党组书记出差，下周召开' },
    });
    expect(planned.stateName).toBe('草稿');
    const told = await bureau.ask('101-filler', 'recordMeeting', {
      ...params,
      version: planned.version,
      body: { heldOn: '2022-07-14', minutes: '党组会议纪要〔2022〕9号', conclusion: '同意上报' },
    });
    expect(told.stateName).toBe('已向党组报告');
    expect((await read()).meeting).toMatchObject({ heldOn: '2022-07-14', plannedOn: null });
  });

  test('only the department’s own writer writes; only the finance office waives, and says why', async () => {
    const { version } = await read();
    const body = { sections: { opening: { text: '改写', basis: 'b1' } } };
    const other = await bureau.refused('101-reviewer', 'writeNarrative', { ...params, version, body });
    expect([other.status, other.code]).toEqual([403, 'not-yours']);
    expect(other.detail).toContain('部门经办（101）');
    const reason = { reason: '系统切换，两项填报由绩效股代为核对' };
    const own = await bureau.refused('101-filler', 'waiveReport', { ...params, version, body: reason });
    expect(own.code).toBe('not-yours');
    const bare = await bureau.refused('finance-office', 'waiveReport', {
      ...params,
      version,
      body: { reason: '同意' },
    });
    expect(bare.code).toBe('invalid-input');
    await bureau.ask('finance-office', 'waiveReport', { ...params, version, body: reason });
    expect((await read()).waiver).toBe(reason.reason);
  });

  test('what is recorded stands in a chain that proves itself', async () => {
    const { events, intact } = await bureau.ask('auditor', 'readReportEvents', params);
    expect(intact).toBe(true);
    // When the machine comes to wait for the file is its own business.
    expect(events.map(({ type }) => type).filter((type) => type !== 'waiting')).toEqual([
      'expected',
      'narrated',
      'narrated',
      'told',
      'told',
      'waived',
    ]);
    expect(events.every(({ seq }, index) => seq === index + 1)).toBe(true);
  });

  test('a round without a report makes none', async () => {
    await bureau.on('2022-09-30');
    await bureau.opens('2022-Q3');
    const annual = await bureau.ask('finance-office', 'listReports', {
      query: { period: 'annual', year: '2022' },
    });
    expect(annual.reports).toEqual([]);
    const own = await bureau.ask('101-filler', 'listReports', half);
    expect(own.reports.map(({ department }) => department)).toEqual(['101']);
    for (const stranger of ['102-filler', '101001-filler', 's02-reviewer']) {
      const refused = await bureau.refused(stranger, 'readReport', params);
      expect([refused.status, refused.code]).toEqual([404, 'not-found']);
    }
  });
});
