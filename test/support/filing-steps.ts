/** A filing that has been approved twice over: archived, opened again, and approved anew; the test is its machine. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { archiveFiling } from '../../functions/archive-filing/archive-filing.ts';
import { openArchive } from '../../shared/aws/archive.ts';
import { openLedger } from '../../shared/aws/ledger.ts';
import { archivedFilingKey } from '../../shared/contract/object-key.ts';
import type { Content } from '../../shared/domain/content.ts';
import { decideReopen } from '../../shared/domain/edition.ts';
import { type FilingFact, type FilingHead, newFiling } from '../../shared/domain/filing.ts';
import {
  decideApprove,
  decideArrive,
  decideSave,
  decideSubmit,
} from '../../shared/domain/filing-decisions.ts';
import type { Engines } from './engines.ts';
import { emptyContent, evaluation } from './filings.ts';
import { accepted, day } from './report-steps.ts';
import { Wire } from './wire.ts';

const person = (id: string) => ({ id, name: id, post: '经办' });
const contentOf = (mark: string): Content => ({
  ...emptyContent,
  texts: { goalReview: `目标完成情况${mark}` },
});

export class FilingSteps {
  readonly ref: {
    readonly region: string;
    readonly round: string;
    readonly department: string;
    readonly subject: string;
  };
  readonly #engines: Engines;

  constructor(engines: Engines, department: string) {
    this.#engines = engines;
    this.ref = { region: '360733', round: '2022-H1', department, subject: 'P01' };
  }

  ports(wire = new Wire()) {
    const config = { ...this.#engines.at, ...wire.client };
    return {
      ledger: openLedger(this.#engines.table, config),
      archive: openArchive(this.#engines.buckets.archive, config),
      now: () => day,
    };
  }

  async isIssued(): Promise<void> {
    const given = {
      kind: 'overall',
      unit: '',
      section: 'S01',
      adjusted: 0n,
      dueAt: day + 1,
      at: day,
    } as const;
    const department = { code: this.ref.department, name: '人社局', section: 'S01', keyMonitoring: false };
    await this.ports().ledger.issue(department, [newFiling(this.ref, given)], day);
  }

  /** From the draft to the section's approval. */
  async isApproved(mark: string): Promise<void> {
    const content = contentOf(mark);
    const digest = this.ports().ledger.digest(content);
    await this.#does((head) => accepted(decideSave(head, 'filler', content, digest)), 'filler');
    await this.#does((head) => accepted(decideSubmit(head, 'filler', day, evaluation)), 'filler');
    await this.#does((head) => {
      const gate = { attempt: head.attempt, at: 'section-review', deskDueAt: day } as const;
      const fact = decideArrive(head, gate);
      if (fact === null) throw new Error('it does not come to the section');
      return fact;
    });
    await this.#does((head) => accepted(decideApprove(head, 'section', digest, '')), 'section');
  }

  async isReopened(): Promise<void> {
    await this.#does((head) => accepted(decideReopen(head, '汇总口径有误')), 'office');
  }

  async #does(decide: (head: FilingHead) => FilingFact, by?: string): Promise<void> {
    const { ledger } = this.ports();
    const head = await this.head();
    const entry = { fact: decide(head), at: day, by: by === undefined ? null : person(by) };
    if ((await ledger.appendToFiling(head, entry)) === undefined) throw new Error('the filing has moved');
  }

  async archive(wire?: Wire) {
    const { attempt } = await this.head();
    return archiveFiling(this.ports(wire), { filing: this.ref, attempt });
  }

  async head(): Promise<FilingHead> {
    const head = await this.ports().ledger.filing(this.ref, { fresh: true });
    if (head === undefined) throw new Error('the filing is missing');
    return head;
  }

  /** What somebody has put into the place of an archived copy without its function. */
  async isForged(attempt: number, Body: string): Promise<void> {
    const place = { Bucket: this.#engines.buckets.archive, Key: archivedFilingKey(this.ref, attempt) };
    await this.#engines.s3.send(new PutObjectCommand({ ...place, Body, ChecksumAlgorithm: 'SHA256' }));
  }

  /** Everything that can be seen of it, without what makes each filing another one. */
  async stands() {
    const head = await this.head();
    const { department: _, hash: __, ...seen } = head;
    const { entries, intact } = await this.ports().ledger.events(this.ref);
    return {
      head: seen,
      intact,
      facts: entries.map(({ fact }) => fact.type),
      copies: await this.#copies(),
      counters: await this.#engines.counters(head),
    };
  }

  /** Attempt and digest of each version of each copy. */
  async #copies(): Promise<readonly string[]> {
    const versions = await this.#engines.archived(archivedFilingKey(this.ref, 1).replace(/1\.json$/, ''));
    const described = versions.map(({ bytes }) => {
      const { attempt, digest, content } = JSON.parse(bytes.toString());
      return `${attempt} ${digest} ${content.texts.goalReview}`;
    });
    return described.sort();
  }
}
