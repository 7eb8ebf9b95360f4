/**
 * A thousand filings through the whole system, fsync on: gateway, functions, ledger, stream and machines, 16 people at a time. A
 * transition is the time from a command's answer until the filing lies on the next desk.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import type { CountyDocument } from '../../shared/contract/county.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';
import { filledFor } from '../support/contents.ts';
import { ms, quantile } from './figures.ts';

const clients = 16;
const filings = 1000;

export async function throughput(): Promise<Record<string, string>> {
  const county = countyOf(filings);
  const bureau = await Bureau.open('2022-07-01', county);
  try {
    await bureau.opens('2022-H1', filings);
    const waiting = county.subjects.map(({ code }) => bureau.halfYear(code));
    const transitions: number[] = [];
    const began = performance.now();
    const hand = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await goThrough(bureau, next, transitions);
    };
    await Promise.all(Array.from({ length: clients }, hand));
    const seconds = (performance.now() - began) / 1000;
    return {
      'filings archived': String(filings),
      'filings per second, 16 clients': (filings / seconds).toFixed(1),
      'transition p50': ms(quantile(transitions, 0.5)),
      'transition p99': ms(quantile(transitions, 0.99)),
    };
  } finally {
    await bureau.close();
  }
}

/** Sample projects multiplied over the ten departments until there are `count`. */
function countyOf(count: number): CountyDocument {
  const projects = sampleCounty.subjects.filter((each) => each.kind === 'project');
  const subjects = Array.from({ length: count }, (_, index) => {
    const project = projects[index % projects.length];
    if (project === undefined) throw new Error('the sample county has no project');
    return { ...project, code: `${project.code}X${Math.floor(index / projects.length)}` };
  });
  return { ...sampleCounty, subjects };
}

async function goThrough(bureau: Bureau, filing: FilingCase, transitions: number[]): Promise<void> {
  const { params } = filing.params;
  const form = await filing.read();
  const filler = `${form.unit}-filler`;
  const section =
    sampleCounty.departments.find((each) => each.code === form.department)?.section.toLowerCase() ?? '';
  await bureau.ask(filler, 'saveDraft', { params, body: filledFor(form), version: 1 });
  await bureau.ask(filler, 'submitFiling', { params, version: 2, key: `${filing.id}-2` });
  transitions.push(await arrival(filing, 'dept-review'));
  const body = { opinion: '同意' };
  await bureau.ask(`${form.department}-reviewer`, 'approveFiling', {
    params,
    body,
    version: 3,
    key: `${filing.id}-3`,
  });
  transitions.push(await arrival(filing, 'section-review'));
  await bureau.ask(`${section}-reviewer`, 'approveFiling', {
    params,
    body,
    version: 5,
    key: `${filing.id}-5`,
  });
  transitions.push(await arrival(filing, 'archived'));
}

async function arrival(filing: FilingCase, stage: string): Promise<number> {
  const began = performance.now();
  while ((await filing.stage()) !== stage) await pause(5);
  return performance.now() - began;
}
