/**
 * A thousand filings through the whole system, fsync on: gateway, functions, ledger, stream and machines, 16 people at a time. A
 * transition is the time from a command's answer until the filing lies on the next desk.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import type { Runtime } from '../../infra/embedded/runtime.ts';
import type { CountyDocument } from '../../shared/contract/county.ts';
import { parseFilingId } from '../../shared/contract/field.ts';
import { keyOf } from '../../shared/contract/item.ts';
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
    const { watch, stop } = watchHeads(bureau.runtime);
    const waiting = county.subjects.map(({ code }) => bureau.halfYear(code));
    const transitions: number[] = [];
    const began = performance.now();
    const hand = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await goThrough(bureau, watch, next, transitions);
    };
    await Promise.all(Array.from({ length: clients }, hand));
    stop();
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

async function goThrough(
  bureau: Bureau,
  watch: Watch,
  filing: FilingCase,
  transitions: number[],
): Promise<void> {
  const { params } = filing.params;
  const form = await filing.read();
  const filler = `${form.unit}-filler`;
  const section =
    sampleCounty.departments.find((each) => each.code === form.department)?.section.toLowerCase() ?? '';
  const files = [{ file: await filing.evidence() }];
  await bureau.ask(filler, 'saveDraft', { params, body: { ...filledFor(form), files }, version: 1 });
  const { digest } = await bureau.ask(filler, 'submitFiling', { params, version: 2, key: `${filing.id}-2` });
  transitions.push(await arrival(watch, filing, 'dept-review'));
  const body = { digest: digest ?? '', opinion: '同意' };
  await bureau.ask(`${form.department}-reviewer`, 'approveFiling', {
    params,
    body,
    version: 3,
    key: `${filing.id}-3`,
  });
  transitions.push(await arrival(watch, filing, 'section-review'));
  await bureau.ask(`${section}-reviewer`, 'approveFiling', {
    params,
    body,
    version: 5,
    key: `${filing.id}-5`,
  });
  transitions.push(await arrival(watch, filing, 'archived'));
}

/** Looks at the head itself, every few milliseconds: asking the API would measure the asking. */
async function arrival(watch: Watch, filing: FilingCase, stage: string): Promise<number> {
  const began = performance.now();
  while ((await watch(filing)) !== stage) await pause(50);
  return performance.now() - began;
}

type Watch = (filing: FilingCase) => Promise<string | undefined>;

function watchHeads(runtime: Runtime): { readonly watch: Watch; readonly stop: () => void } {
  const { awsUrl: endpoint, region, credentials, outputs } = runtime;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  return {
    async watch({ id }) {
      const ref = parseFilingId(id);
      const key = ref && keyOf.filing(ref);
      const command = new GetItemCommand({ TableName: outputs['LedgerTable'], Key: marshall(key) });
      return (await client.send(command)).Item?.['st']?.S;
    },
    stop: () => client.destroy(),
  };
}
