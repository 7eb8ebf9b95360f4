/**
 * The half-year reports of the ten bodies under key monitoring, from the writer's words to the archive: stamped on paper and scanned, with
 * the code of their draft on the page. Fails if any of them is not archived with a seal seen and the same data.
 */
import assert from 'node:assert/strict';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { parseReportId } from '../../shared/contract/field.ts';
import { reportCodeOf } from '../../shared/contract/report.ts';
import type { Bureau } from '../support/bureau.ts';
import { ReportCase } from '../support/reports-in.ts';
import { stampedScan } from '../support/stamped.ts';

const reviewerOf = (department: string) => {
  const section = sampleCounty.departments.find(({ code }) => code === department)?.section ?? '';
  return `${section.toLowerCase()}-reviewer`;
};

/** Answers how many there are, how many bear a seal that was seen, and how many are archived. */
export async function demoReports(bureau: Bureau): Promise<Record<string, number>> {
  const bodies = sampleCounty.departments.filter(({ keyMonitoring }) => keyMonitoring);
  assert.equal(bodies.length, 10, 'ten bodies are under key monitoring');
  const figures = { reports: bodies.length, sealed: 0, archived: 0 };
  for (const { code } of bodies) {
    const report = new ReportCase(bureau, code);
    await report.isTold();
    const { version, data } = await report.read();
    const sections = {
      opening: { text: '根据通知要求，对上半年预算执行和绩效目标实现情况开展监控。', basis: '' },
    };
    const written = await bureau.ask(`${code}-filler`, 'writeNarrative', {
      ...report.params,
      version,
      body: { sections },
    });
    const uploaded = await report.isUploaded(await stampedScan(codeOf(report.id, data, written.version)));
    const sight = uploaded.files.at(-1)?.sight;
    assert.equal(sight?.code, 'same-data', `the scan of ${report.id} speaks of other data`);
    if (sight?.seal === 'seal') figures.sealed += 1;
    await report.isConfirmed(reviewerOf(code));
    const archived = await report.comesTo('已归档');
    assert.equal(archived.daysLate, 0, `${report.id} is late`);
    figures.archived += 1;
  }
  assert.deepEqual(figures, { reports: 10, sealed: 10, archived: 10 }, 'not every report is archived');
  return figures;
}

/** What the draft bears, once it was written. */
function codeOf(id: string, data: string, version: number) {
  const ref = parseReportId(id) ?? assert.fail(`${id} names no report`);
  return reportCodeOf({ ...ref, version }, data);
}
