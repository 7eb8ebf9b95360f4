/** A stamped report on its way through the functions themselves, over a wire that a test may let fail; the test is its machine. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { storeReport } from '../../functions/store-report/store-report.ts';
import { receiveUpload } from '../../functions/upload-report/receive-upload.ts';
import { verifyReport } from '../../functions/verify-report/verify-report.ts';
import { openReportArchive } from '../../shared/aws/report-archive.ts';
import { openReportInbox } from '../../shared/aws/report-inbox.ts';
import { openReportingLedger } from '../../shared/aws/reporting-ledger.ts';
import { formatReportId } from '../../shared/contract/field.ts';
import { reportFileKey } from '../../shared/contract/object-key.ts';
import { type Role, roleNames } from '../../shared/domain/directory.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { decideConfirm, decideTell } from '../../shared/domain/report-decisions.ts';
import { newReport } from '../../shared/domain/report-evolution.ts';
import { reportFiles } from '../../shared/domain/report-files.ts';
import type { Result } from '../../shared/domain/result.ts';
import { pdf, plainObjects } from '../pdf/pdf-maker.ts';
import type { Engines } from './engines.ts';
import { sha256 } from './evidence.ts';
import { reportDueAt } from './reports.ts';
import { Wire } from './wire.ts';

export const day = Date.parse('2022-07-18T09:00:00+08:00');
const hand = { id: 'filler', name: '李四', post: '部门经办' };

export const uploads = {
  old: '11111111-1111-4111-8111-111111111111',
  new: '22222222-2222-4222-8222-222222222222',
} as const;
export type Upload = keyof typeof uploads;
/** Two good files, the same in every run. */
export const papers: Readonly<Record<Upload, Uint8Array>> = {
  old: pdf(plainObjects({ catalogue: '/Mark(old)' })),
  new: pdf(plainObjects({ catalogue: '/Mark(new)' })),
};

export class ReportSteps {
  readonly ref: Pick<ReportHead, 'region' | 'fiscalYear' | 'period' | 'department'>;
  readonly #engines: Engines;

  constructor(engines: Engines, department: string) {
    this.#engines = engines;
    this.ref = { region: '360733', fiscalYear: 2022, period: 'half-year', department };
  }

  ports(wire = new Wire()) {
    const { at, table, buckets } = this.#engines;
    const config = { ...at, ...wire.client };
    return {
      ledger: openReportingLedger(table, config),
      inbox: openReportInbox(buckets.inbox, config),
      archive: openReportArchive(buckets, config),
      now: () => day,
    };
  }

  async isExpected(): Promise<void> {
    const given = { round: '2022-H1', name: '人社局', section: 'S01', dueAt: reportDueAt, at: day };
    await this.ports().ledger.expectReport(newReport(this.ref, given), false);
  }

  async isTold(): Promise<void> {
    const head = await this.head();
    const meeting = { heldOn: '2022-07-14', minutes: '', conclusion: '', plannedOn: null, plannedReason: '' };
    const fact = accepted(decideTell(head, meeting));
    await this.ports().ledger.appendToReport(head, { fact, at: day, by: hand });
  }

  /** Announced and sent, as the signed form has the store compute it. */
  async isSent(upload: Upload, file = papers[upload]): Promise<void> {
    const id = uploads[upload];
    const stated = { documentNo: '', seal: 'scan', signatory: '张三', explanations: [], by: hand } as const;
    const announced = {
      ...stated,
      id,
      name: '报告.pdf',
      bytes: file.length,
      sha256: sha256(file),
      reason: '更正数据',
    };
    await this.ports().ledger.announceUpload(this.ref, announced, day / 1000 + 86_400);
    const Key = reportFileKey(this.ref, id);
    await this.#put(this.#engines.buckets.inbox, Key, file);
  }

  async #put(Bucket: string, Key: string, Body: Uint8Array | string): Promise<void> {
    await this.#engines.s3.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm: 'SHA256' }));
  }

  /** What somebody has put into the archive without its function. */
  async isForged(upload: Upload, ending: 'pdf' | 'json', body: string): Promise<void> {
    const Key = reportFileKey(this.ref, uploads[upload]).replace(/pdf$/, ending);
    await this.#put(this.#engines.buckets.archive, Key, body);
  }

  /** As a member asks for something to be done to it. */
  asks<Body>(role: Role, body: Body, ifMatch = 0) {
    const { region, department } = this.ref;
    const at = role === 'dept-filler' ? department : region;
    const member = { id: role, name: roleNames[role], region, posts: [{ role, at }] };
    const unremembered = { key: undefined, fingerprint: '', memo: () => undefined };
    return { params: { report: this.ref }, query: {}, body, member, now: day, ifMatch, ...unremembered };
  }

  receive(upload: Upload, wire?: Wire) {
    return receiveUpload(this.ports(wire), this.ref, uploads[upload], day);
  }

  verify(wire?: Wire) {
    return verifyReport(this.ports(wire), { report: this.ref });
  }

  async confirm(upload: Upload): Promise<void> {
    const { ledger } = this.ports();
    const head = await this.head();
    const ticks = { seal: true, date: true, signature: true };
    const fact = accepted(decideConfirm(head, 'checker', sha256(papers[upload]), { ticks, opinion: '' }));
    await ledger.appendToReport(head, { fact, at: day, by: { ...hand, id: 'checker' } });
  }

  store(wire?: Wire) {
    return storeReport(this.ports(wire), { report: this.ref });
  }

  async head(): Promise<ReportHead> {
    const head = await this.ports().ledger.report(this.ref, { fresh: true });
    if (head === undefined) throw new Error(`${formatReportId(this.ref)} is missing`);
    return head;
  }

  /** The whole way of a file into the archive. */
  async isArchived(upload: Upload): Promise<void> {
    await this.isSent(upload);
    accepted(await this.receive(upload));
    await this.verify();
    await this.confirm(upload);
    await this.store();
  }

  /** Everything that can be seen of it, without what makes each report another one. */
  async stands() {
    const { ledger, archive } = this.ports();
    const head = await this.head();
    const { department: _, hash: __, ...seen } = head;
    const { entries, intact } = await ledger.reportEvents(this.ref);
    const files = reportFiles(entries.map(({ fact }) => fact));
    return {
      head: seen,
      intact,
      facts: entries.map(({ fact }) => fact.type),
      archived: files.filter(({ outcome }) => outcome === 'archived').map(({ upload }) => upload),
      keptDigest: head.kept === null ? null : await archive.digest(this.ref, head.kept.upload),
      objects: await this.#objects(),
      counters: await this.#engines.counters(head),
    };
  }

  /** The versions of everything that the archive has of it, with the day until which each is locked. */
  async #objects(): Promise<readonly string[]> {
    const versions = await this.#engines.archived(`reports/360733/${formatReportId(this.ref)}/`);
    const described = versions.map(({ name, bytes, lockedUntil }) =>
      [name, name.endsWith('pdf') ? sha256(bytes) : 'record', lockedUntil].join(' '),
    );
    return described.sort();
  }
}

export function accepted<T>(result: Result<T> | undefined): T {
  if (result === undefined) throw new Error('nothing is known of it');
  if (!result.ok) throw new Error(result.refusal.detail);
  return result.value;
}
