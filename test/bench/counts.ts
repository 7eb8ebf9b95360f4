/** What one approved filing costs in the cloud: everything that is billed by count, from the first save to the archive. */
import { pascalCase } from '../../infra/cloud/machine-definition.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';

export interface Cost {
  readonly statesEntered: number;
  readonly historyEvents: number;
  readonly invocations: number;
  readonly writeUnits: number;
  readonly readUnits: number;
}

/** Functions that only look; what tests and people read is not part of a filing's way. */
const readers = ['read-filings', 'query-standing', 'describe-api'].map(pascalCase);
const isReader = (name: string) => readers.some((reader) => name.includes(reader));

export async function counts(): Promise<Record<string, string>> {
  const bureau = await Bureau.open();
  try {
    await bureau.opens('2022-H1');
    const project = await costOf(bureau, bureau.halfYear('101P01'));
    const overall = await costOf(bureau, bureau.halfYear('101Z00'));
    return Object.fromEntries(
      Object.entries({ project, overall }).flatMap(([kind, cost]) =>
        Object.entries(cost).map(([figure, value]) => [`${kind}: ${figure}`, String(value)]),
      ),
    );
  } finally {
    await bureau.close();
  }
}

/** Takes a filing from its first save into the archive and answers what that cost; evidence, which not every filing has, is there before. */
export async function costOf(bureau: Bureau, filing: FilingCase): Promise<Cost> {
  await filing.evidence();
  await bureau.runtime.settled();
  const before = spent(bureau);
  await filing.isFiled();
  while ((await filing.stage()) !== 'archived') await filing.isApproved();
  await bureau.runtime.settled();
  const after = spent(bureau);
  return {
    statesEntered: after.statesEntered - before.statesEntered,
    historyEvents: after.historyEvents - before.historyEvents,
    invocations: after.invocations - before.invocations,
    writeUnits: after.writeUnits - before.writeUnits,
    readUnits: after.readUnits - before.readUnits,
  };
}

function spent({ runtime }: Bureau): Cost {
  const { statesEntered, historyEvents, invocations } = runtime.counts();
  const working = Object.entries(invocations).filter(([name]) => !isReader(name));
  const lines = runtime.usage.snapshot().filter(({ principal }) => !isReader(principal));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    statesEntered,
    historyEvents,
    invocations: sum(working.map(([, count]) => count)),
    writeUnits: sum(lines.map((line) => line.writeUnits)),
    readUnits: sum(lines.map((line) => line.readUnits)),
  };
}
