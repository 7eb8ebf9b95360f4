/**
 * Notice 2.2d, 3.1 and 4.1: whom a fact of a stamped report or of a disposition concerns finds it once in his list, however often the stream
 * delivers it, nobody else does, and the rest of the world hears of it by ids alone.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pdf, plainObjects } from '../pdf/pdf-maker.ts';
import { Bureau } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { deliveredAgain } from '../support/delivered-again.ts';
import { attach, pdf as proofOf } from '../support/evidence.ts';
import { ReportCase } from '../support/reports-in.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const small = smallCounty('101', '102');
/** One person to each post. */
const county = { ...small, members: small.members.filter(({ id }) => !id.endsWith('-deputy')) };
const secret = 'kept-by-both-sides-and-nobody-else-0002';
let receiver: WebhookReceiver;
let bureau: Bureau;
beforeAll(async () => {
  receiver = await WebhookReceiver.open(secret);
  const parameters = { WebhookUrl: receiver.url, WebhookSecret: secret, WebhookLoopback: 'allowed' };
  bureau = await Bureau.open('2022-07-01', county, { parameters });
  receiver.now = bureau.runtime.clock.now;
  await bureau.opens('2022-H1', county.subjects.length);
});
afterAll(async () => {
  await bureau?.close();
  await receiver?.close();
});

/** What each member of the county has been told so far of what the text names, by member: `kind text`. */
async function told(about: string): Promise<Readonly<Record<string, readonly string[]>>> {
  await bureau.runtime.settled();
  const lists = await Promise.all(
    county.members.map(async ({ id }) => {
      const mine = (await bureau.messages(id)).filter(({ text }) => text.includes(about));
      return [id, mine.map(({ kind, text }) => `${kind} ${text}`)] as const;
    }),
  );
  return Object.fromEntries(lists.filter(([, texts]) => texts.length > 0));
}

describe('notice 3.1 · a disposition', () => {
  const what = '2022年上半年绩效监控：101P01的处置（限期整改）';
  const written = '项目进度明显落后于计划，联系人王某';
  let id = '';
  const act = async (member: string, name: 'notifyDisposition' | 'closeDisposition', body: object) => {
    const { version } = await bureau.ask('finance-office', 'readDisposition', {
      params: { disposition: id },
    });
    await bureau.ask(member, name, { params: { disposition: id }, version, body });
  };
  const comesTo = (state: string) =>
    bureau.until(async () => {
      const read = await bureau.ask('finance-office', 'readDisposition', { params: { disposition: id } });
      return read.state === state;
    });
  const answers = async (proof: string) => {
    const params = { disposition: id };
    const { version } = await bureau.ask('101-filler', 'readDisposition', { params });
    const record = {
      kind: 'rectify' as const,
      done: '已按要求补齐资料',
      result: '资料齐全，进度恢复',
      proof: [proof],
    };
    await bureau.ask('101-filler', 'feedbackDisposition', { params, version, body: { record } });
    await comesTo('checking');
  };
  const checks = async (body: { verdict: 'pass' } | { verdict: 'return'; text: string }) => {
    const params = { disposition: id };
    const { version } = await bureau.ask('s01-reviewer', 'readDisposition', { params });
    await bureau.ask('s01-reviewer', 'checkDisposition', { params, version, body });
    await comesTo(body.verdict === 'pass' ? 'closing' : 'executing');
  };

  test('proposed, the finance office is told; ordered, the department: without what was written, and once', async () => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    const { version } = await filing.read();
    const body = { filing: filing.id, kind: 'rectify' as const, cause: written, requirement: written };
    const proposed = await bureau.ask('s01-reviewer', 'proposeDisposition', { body, version });
    id = proposed.disposition;
    expect(await told(what)).toEqual({ 'finance-office': [`disposition ${what}已提出，请确认。`] });
    await act('finance-office', 'notifyDisposition', { dueOn: '2022-07-08' });
    await comesTo('executing');
    const ordered = [`disposition ${what}已下达，请于7月8日前办理并反馈。`];
    expect(await told('已下达，请于')).toEqual({ '101-filler': ordered, '101-reviewer': ordered });
    for (const seq of [1, 2]) await deliveredAgain(bureau, `disposition/2022-H1/101/101P01/1/${seq}`);
    expect(await told('已下达，请于')).toEqual({ '101-filler': ordered, '101-reviewer': ordered });
    expect(await told(written)).toEqual({});
  });

  test('past its day, the department is told, and those above: once, though the machine comes back each day', async () => {
    await bureau.on('2022-07-09', '10:00:00');
    await bureau.on('2022-07-12', '10:00:00');
    const [late, above] = [
      [`overdue ${what}已于7月8日到期，还没有反馈，请尽快办理。`],
      [`escalation ${what}已于7月8日到期，还没有反馈，请督促办理。`],
    ];
    expect(await told('到期，还没有反馈')).toEqual({
      ...{ '101-filler': late, '101-reviewer': late },
      ...{ 's01-reviewer': above, 'finance-office': above },
    });
    const read = await bureau.ask('finance-office', 'readDisposition', { params: { disposition: id } });
    expect(read.events.filter(({ type }) => type === 'overdue')).toHaveLength(1);
  });

  test('answered, the section is told; sent back, the department; passed, who closes; closed, all who had to do with it', async () => {
    const send = <T>(member: string, run: (ask: Parameters<typeof attach>[0]) => Promise<T>) =>
      run((route, call) => bureau.ask(member, route, call));
    const filing = '360733-2022-H1-101-101P01';
    const proof = await send('101-filler', (ask) => attach(ask, filing, proofOf('p'), '整改报告.pdf'));
    await answers(proof);
    expect(await told('已反馈')).toEqual({ 's01-reviewer': [`disposition ${what}已反馈，请核查。`] });
    await checks({ verdict: 'return', text: '整改报告没有盖章' });
    const back = [`disposition ${what}核查未通过，理由见处置，请补充后重新反馈。`];
    expect(await told('核查未通过')).toEqual({ '101-filler': back, '101-reviewer': back });
    await answers(proof);
    expect((await told('已反馈'))['s01-reviewer']).toHaveLength(2);
    await checks({ verdict: 'pass' });
    expect(await told('核查通过')).toEqual({ 'finance-office': [`disposition ${what}已核查通过，请办结。`] });
    await act('finance-office', 'closeDisposition', {});
    const closed = [`disposition ${what}已办结。`];
    expect(await told('已办结')).toEqual({
      ...{ '101-filler': closed, '101-reviewer': closed, 's01-reviewer': closed },
    });
  });
});

describe('notice 2.2d · a stamped report', () => {
  const name = '2022年半年绩效监控报告';
  let report: ReportCase;
  beforeAll(async () => {
    report = new ReportCase(bureau, '102');
    await report.isWaived();
    await report.isTold('2022-07-12');
  });

  test('whose day comes near is told to who writes it; past its day also to those above: each morning once', async () => {
    await bureau.on('2022-07-17', '09:30:00');
    const near = `reminder ${name}将于7月20日截止（还有3天），还没有上传盖章的报告，请尽快办理。`;
    expect(await told(name)).toEqual({ '101-filler': [near], '102-filler': [near] });
    const { events } = await bureau.ask('auditor', 'readReportEvents', report.params);
    const seq = events.find(({ type }) => type === 'reminded')?.seq;
    await deliveredAgain(bureau, `report/2022-half-year-102/${seq}`);
    expect(await told(name)).toEqual({ '101-filler': [near], '102-filler': [near] });
    await bureau.on('2022-07-21', '09:30:00');
    const late = await told(`${name}已于7月20日截止（逾期1天）`);
    expect(Object.keys(late).sort()).toEqual([
      ...['101-filler', '101-reviewer', '102-filler', '102-reviewer', 'finance-office'],
    ]);
    expect(late['102-filler']).toHaveLength(1);
    expect(late['finance-office']).toHaveLength(2);
  });

  test('looked at, returned and confirmed: each is told to who has to do something now', async () => {
    await report.isUploaded(pdf(plainObjects({ catalogue: '/Mark(a)' })));
    expect(await told('请核对公章')).toEqual({
      's02-reviewer': [`report 部门102的${name}已上传，请核对公章、日期和签字。`],
    });
    await report.isReturned();
    expect(await told('被退回')).toEqual({
      '102-filler': [`returned ${name}被退回（缺少公章或公章不清），理由见报告，请改正后重新上传。`],
    });
    await report.isUploaded(pdf(plainObjects({ catalogue: '/Mark(b)' })), { reason: '补盖公章' });
    await report.isConfirmed();
    await report.comesTo('已归档');
    expect(await told('已核对通过')).toEqual({
      '102-filler': [`report ${name}已核对通过，系统将自动归档。`],
    });
  });
});

test('the rest of the world hears of all this by ids, codes and instants', async () => {
  await bureau.runtime.settled();
  const heard = [...receiver.events.values()].map((event) => JSON.stringify(event));
  for (const fact of ['proposed', 'ordered', 'overdue', 'answered', 'sent-back', 'passed', 'closed'])
    expect(
      heard.some((text) => text.includes('Disposition Fact') && text.includes(`"${fact}"`)),
      fact,
    ).toBe(true);
  for (const fact of ['received', 'verified', 'returned', 'confirmed', 'archived', 'overdue'])
    expect(
      heard.some((text) => text.includes('Report Fact') && text.includes(`"${fact}"`)),
      fact,
    ).toBe(true);
  for (const topic of ['report', 'disposition'])
    expect(heard.some((text) => text.includes('News Told') && text.includes(`"topic":"${topic}"`))).toBe(
      true,
    );
  expect(heard.filter((text) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
});
