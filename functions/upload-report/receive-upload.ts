/**
 * A file has come: records that, once, with the instant that lateness counts. Whoever asks again, person or bucket, at whatever point it
 * broke off, gets the same answer; what is not as it was announced changes nothing.
 */
import type { Instant } from '../../shared/domain/calendar.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { hindrancesIn } from '../../shared/domain/hindrances.ts';
import { type Refusal, refusal } from '../../shared/domain/refusal.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { checkReportBasis, type ReportRef } from '../../shared/domain/report-checks.ts';
import { decideReceive, outcomeOf } from '../../shared/domain/report-decisions.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import { reportBasis } from '../../shared/edge/report-basis.ts';
import { Fault } from '../../shared/fault.ts';
import type { AnnouncedUpload, ReportingLedger } from '../../shared/ports-report.ts';
import type { Ports } from './ports.ts';

/** The machine, or the other way of hearing of the same file, may be writing at this very moment. */
const tries = 5;

/** Undefined where nothing of this upload is known: neither the report nor an announcement speaks of it. */
export async function receiveUpload(
  ports: Ports,
  ref: ReportRef,
  upload: string,
  now: Instant,
): Promise<Result<ReportHead> | undefined> {
  for (let turn = 1; turn <= tries; turn += 1) {
    const head = await ports.ledger.report(ref, { fresh: true });
    if (head === undefined) return undefined;
    const answer = await attempt(ports, head, upload, now);
    if (answer !== 'moved') return answer;
  }
  throw new Fault('receive report', new Error(`upload ${upload} found its report moving`));
}

async function attempt(
  ports: Ports,
  head: ReportHead,
  upload: string,
  now: Instant,
): Promise<Result<ReportHead> | undefined | 'moved'> {
  const known = answerFor(head, upload);
  if (known !== undefined) return known;
  const announced = await ports.ledger.announcedUpload(head, upload);
  if (announced === undefined) return undefined;
  const { entries } = await ports.ledger.reportEvents(head);
  // It was received long ago, and another file has taken its place since.
  if (entries.some(({ fact }) => fact.type === 'received' && fact.upload.id === upload)) return accept(head);
  return receive(ports, head, announced, now);
}

function answerFor(head: ReportHead, upload: string): Result<ReportHead> | undefined {
  const outcome = outcomeOf(head, upload);
  if (outcome === undefined) return undefined;
  return outcome === 'refused'
    ? deny(refusal('report-file-refused', { why: head.refused?.why ?? '' }))
    : accept(head);
}

async function receive(
  { ledger, inbox }: Ports,
  head: ReportHead,
  announced: AnnouncedUpload,
  now: Instant,
): Promise<Result<ReportHead> | 'moved'> {
  const { id, bytes, sha256, by } = announced;
  const arrived = await inbox.arrived(head, id);
  if (arrived === undefined) return deny(refusal('not-uploaded'));
  if (arrived.bytes !== bytes || arrived.sha256 !== sha256) return deny(refusal('file-differs'));
  const { filings, digest: data } = await reportBasis(ledger, head);
  const refused = await readiness(ledger, head, filings);
  if (refused !== null) return deny(refused);
  const decided = decideReceive(head, { ...announced, data, receivedAt: now });
  if (!decided.ok) return decided;
  const after = await ledger.appendToReport(head, { fact: decided.value, at: now, by });
  return after === undefined ? 'moved' : accept(after);
}

/** V39: why the filings behind it are in the way; null where they are not, or where the finance office has waived them. */
export async function readiness(
  ledger: ReportingLedger,
  head: ReportHead,
  filings: readonly FilingHead[],
): Promise<Refusal | null> {
  const { region, fiscalYear, department, waiver } = head;
  const subjects = await ledger.subjects(region, fiscalYear, department);
  const names = new Map(subjects.map(({ code, name }) => [code, name]));
  const behind = filings.map(({ subject, stage }) => ({ subjectName: names.get(subject) ?? subject, stage }));
  const findings = checkReportBasis({ expected: head, stated: head, filings: behind, waiver });
  return hindrancesIn(findings, 'report-checks-failed');
}
