/** Notice 4.1: every date is watched. Mornings pass on the virtual clock; the round's machine wakes by itself. */
import { describe, expect } from 'vitest';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const toldTo = async (bureau: Bureau, member: string) =>
  (await bureau.ask(member, 'readMessages')).messages.map(({ kind, text }) => `${kind} ${text}`);

describe('reminders of the half-year round', () => {
  test('before the first morning nobody is told anything', async ({ bureau }) => {
    await bureau.on('2022-07-07', '08:59:00');
    expect(await toldTo(bureau, '101001-filler')).toEqual([]);
  });

  test('three days before: whoever has not sent, with how many are left', async ({ bureau }) => {
    await bureau.halfYear('101P01').isFiled();
    await bureau.on('2022-07-07', '09:00:30');
    await bureau.until(async () => (await toldTo(bureau, '101001-filler')).length === 1);
    expect(await toldTo(bureau, '101001-filler')).toEqual([
      'reminder 2022年上半年绩效监控将于7月10日截止（还有3天），您还有1份监控填报未送审，请尽快办理。',
    ]);
    expect(await toldTo(bureau, '101-reviewer')).toEqual([]);
  });

  test('the day before and on the day once each; the day after also the department and the finance office', async ({
    bureau,
  }) => {
    await bureau.on('2022-07-12', '08:00:00');
    await bureau.until(async () => (await toldTo(bureau, 'finance-office')).length > 0);
    const own = await toldTo(bureau, '102002-filler');
    expect(own.map((line) => line.split('，')[0])).toEqual([
      'overdue 2022年上半年绩效监控已于7月10日截止（逾期1天）',
      'reminder 2022年上半年绩效监控今天（7月10日）截止',
      'reminder 2022年上半年绩效监控将于7月10日截止（还有1天）',
      'reminder 2022年上半年绩效监控将于7月10日截止（还有3天）',
    ]);
    expect((await toldTo(bureau, '102-reviewer')).map((line) => line.split(' ')[0])).toEqual(['escalation']);
    expect(await toldTo(bureau, 'auditor')).toEqual([]);
  });

  test('closing with unfinished filings wants a reason; a closed round tells nobody any more', async ({
    bureau,
  }) => {
    const params = { round: '2022-H1' };
    const { version } = await bureau.ask('finance-office', 'readRound', { params });
    const call = { params, version, body: { reason: '' } };
    expect(await bureau.refused('finance-office', 'closeRound', call)).toMatchObject({
      status: 422,
      code: 'close-needs-reason',
    });
    expect(await bureau.refused('101-reviewer', 'closeRound', call)).toMatchObject({ code: 'not-yours' });
    const closed = await bureau.ask('finance-office', 'closeRound', {
      ...call,
      body: { reason: '报送期结束，未报单位另行通报' },
    });
    expect(closed).toMatchObject({ state: 'closed', stateName: '已关闭' });
    // The reports that follow the round are due on a day of their own, closed or not.
    const ofFilings = async () =>
      (await toldTo(bureau, 'finance-office')).filter((text) => !text.includes('绩效监控报告'));
    const before = await ofFilings();
    await bureau.on('2022-08-01');
    expect(await ofFilings()).toEqual(before);
    const ofReports = (await toldTo(bureau, 'finance-office')).filter((text) => text.includes('部门101的'));
    expect(ofReports).toHaveLength(1);
    const late = bureau.halfYear('103P01');
    const { version: draft } = await late.read();
    const save = {
      ...late.params,
      version: draft,
      body: { targetVersion: 1, money: {}, rows: {}, texts: {} },
    };
    expect(await bureau.refused('103001-filler', 'saveDraft', save)).toMatchObject({
      code: 'round-not-open',
    });
  });
});
