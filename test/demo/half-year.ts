/**
 * `npm run demo`: the half-year round of the ten key bodies, from 下达 to the archive, through the public API on a fresh folder and a
 * virtual clock. Different people fill and review; a few filings are returned, one is late. Fails if anything is not as it should be.
 */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { stageNames } from '../../shared/domain/filing.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';

const round = '2022-H1';
/** Returned once by the department, and once by the section: the rest passes at once. */
const returnedByDepartment = new Set(['101P02', '104T01', '108P03']);
const returnedBySection = new Set(['103Z00', '106P01']);
const late = '110P04';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const began = performance.now();
const bureau = await Bureau.open('2022-07-01');
try {
  await run();
} finally {
  await bureau.close();
}

async function run(): Promise<void> {
  say('2022-07-01', `绩效股下达《${sampleCounty.rounds[0]?.title}》`);
  await bureau.opens(round);
  const cases = sampleCounty.subjects.map(({ code }) => bureau.halfYear(code));

  await bureau.on('2022-07-06');
  const punctual = cases.filter((filing) => !filing.id.endsWith(late));
  say(
    '2022-07-06',
    `${sampleCounty.departments.length}个部门及所属单位填报、送审${punctual.length}份，逐级审核`,
  );
  await inParallel(punctual, goThrough);

  await bureau.on('2022-07-11');
  say('2022-07-11', '最后一份逾期送审');
  await inParallel(
    cases.filter((filing) => filing.id.endsWith(late)),
    goThrough,
  );

  await report(cases);
}

/** One filing with all its people, from an empty form to the archive. */
async function goThrough(filing: FilingCase): Promise<void> {
  const subject = filing.id.slice(-6);
  await filing.isFiled();
  if (returnedByDepartment.has(subject)) await isReturnedAndFiledAgain(filing);
  if ((await filing.stage()) === 'dept-review') await filing.isApproved();
  if (returnedBySection.has(subject)) {
    await isReturnedAndFiledAgain(filing);
    if ((await filing.stage()) === 'dept-review') await filing.isApproved();
  }
  await filing.isApproved();
  assert.equal(await filing.stage(), 'archived', `${filing.id} is not archived`);
}

async function isReturnedAndFiledAgain(filing: FilingCase): Promise<void> {
  await filing.isReturned();
  await filing.isFiled((content) => ({
    ...content,
    texts: { ...content.texts, problems: '已按退回意见补充说明。' },
  }));
}

async function report(cases: readonly FilingCase[]): Promise<void> {
  const { total, departments } = await bureau.ask('finance-office', 'readStanding', { params: { round } });
  const histories = await Promise.all(cases.map((filing) => filing.history()));
  const returned = histories.filter(({ facts }) => facts.includes('returned')).length;
  const { counts } = bureau.runtime;
  console.log('');
  console.table(
    departments.map(({ department, name, totals }) => ({
      编码: department,
      部门: name,
      应报: totals.obligations,
      [stageNames.archived]: totals.archived,
      已报率: `${totals.filedRate}%`,
      逾期: totals.late,
    })),
  );
  const stageSum = Object.values(total.byStage).reduce((sum, count) => sum + count, 0);
  assert.equal(stageSum, total.obligations, 'the stages do not add up to the obligations');
  assert.equal(total.obligations, sampleCounty.subjects.length, 'coverage is not 100 %');
  assert.equal(total.archived, total.obligations, 'not every filing is archived');
  assert.equal(total.late, 1, 'exactly one filing is late');
  assert.equal(returned, returnedByDepartment.size + returnedBySection.size, 'returned filings');
  assert.ok(
    histories.every(({ intact }) => intact),
    'a chain of events is broken',
  );
  const figures = {
    round,
    due: total.obligations,
    filed: total.filed,
    approved: total.approved,
    archived: total.archived,
    returned,
    late: total.late,
    executions: counts().executionsStarted,
    statesEntered: counts().statesEntered,
    durationMs: Math.round(performance.now() - began),
  };
  console.log(figures);
  console.log('\n每份填报均已归档，进度合计无误，事件链完整。');
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}

/** A few at a time, as people would. */
async function inParallel(
  cases: readonly FilingCase[],
  work: (filing: FilingCase) => Promise<void>,
): Promise<void> {
  const waiting = [...cases];
  const hand = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: 8 }, hand));
}

function say(day: string, what: string): void {
  console.log(`${day}  ${what}`);
}
