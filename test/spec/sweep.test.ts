/** Notice 4.1, every date is watched: an errand that cannot be carried out holds up none of the others. */
import { expect } from 'vitest';
import { sweep } from '../../functions/advance-workflow/sweep.ts';
import { openDispositionLedger } from '../../shared/aws/disposition-ledger.ts';
import { openReportingLedger } from '../../shared/aws/reporting-ledger.ts';
import { openWorkflow } from '../../shared/aws/workflow.ts';
import { Fault } from '../../shared/fault.ts';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const poisoned = '102P01';

/** The ports of the function, with a ledger that cannot read one filing. */
function poisonedPorts({ runtime }: Bureau) {
  const { awsUrl: endpoint, region, credentials, outputs, clock } = runtime;
  const config = { endpoint, region, credentials };
  const table = outputs['LedgerTable'] ?? '';
  const machine = (name: string) => outputs[`${name}Machine`] ?? '';
  const ledger = openReportingLedger(table, config);
  const machines = {
    filingReview: machine('FilingReview'),
    round: machine('Round'),
    reportCollection: machine('ReportCollection'),
    rectification: machine('Rectification'),
  };
  return {
    ledger: {
      ...ledger,
      filing: (...[ref, freshness]: Parameters<typeof ledger.filing>) =>
        ref.subject === poisoned
          ? Promise.reject(new Fault('get', new Error('this item cannot be read')))
          : ledger.filing(ref, freshness),
    },
    dispositions: openDispositionLedger(table, config),
    workflow: openWorkflow(machines, config),
    now: () => clock.now() + 2 * 60_000,
  };
}

test('the sweep passes by a filing that cannot be read, and carries out what comes after it', async ({
  bureau,
}) => {
  const { faults, usage } = bureau.runtime;
  const reader = usage.snapshot().find(({ principal }) => principal.includes('AdvanceWorkflow'))?.principal;
  if (reader === undefined) throw new Error('the workflow has not been told of anything yet');
  const filings = [poisoned, '102P02'].map((subject) => bureau.halfYear(subject));
  const versions = [];
  for (const filing of filings) versions.push((await filing.isFilled()).version);
  faults.inject({ error: 'InternalServerError', principal: reader, probability: 1 });
  for (const [index, filing] of filings.entries()) {
    const call = { ...filing.params, version: versions[index] ?? 0, key: bureau.key() };
    await bureau.ask(await filing.filler(), 'submitFiling', call);
  }
  expect(await sweep(poisonedPorts(bureau))).toBe(1);
  await bureau.runtime.settled();
  expect(await Promise.all(filings.map((filing) => filing.stage()))).toEqual(['in-transit', 'dept-review']);
  faults.clear();
});
