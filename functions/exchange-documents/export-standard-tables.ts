/**
 * The standard tables of a round for another system, in parts: a part is a department, or less of one that is large, so that no answer
 * outgrows the gateway. Put one behind the other the parts are one csv file.
 */
import { formatFilingId } from '../../shared/contract/field.ts';
import { csvType } from '../../shared/contract/file.ts';
import {
  type ExportedFiling,
  type StandardTableName,
  standardTables,
} from '../../shared/document/standard-tables.ts';
import { sees, seesDepartment } from '../../shared/domain/authority.ts';
import type { Department, Member } from '../../shared/domain/directory.ts';
import { type Edition, editionsOf, headInForce } from '../../shared/domain/edition.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { isFiled } from '../../shared/domain/standing.ts';
import type { Subject } from '../../shared/domain/subject.ts';
import { mapFew } from '../../shared/edge/at-once.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { FilingEntry, Ledger } from '../../shared/ports.ts';
import { writeCsv } from '../../shared/sheet/csv.ts';
import { answeredTarget } from './answered-target.ts';

type Register = 'round' | 'departments' | 'regionName' | 'subjects' | 'target' | 'unit';
type Reads = Pick<Ledger, Register | 'filings' | 'events' | 'contentAt' | 'ground' | 'files'>;

/** A function's answer is at most 6 MB and bytes travel as base64, so 4 MB is the end; one more filing may be 1 MB. */
const enoughBytes = 3_000_000;
const filingsAtOnce = 16;

export const exportStandardTables: UseCase<{ readonly ledger: Reads }, 'exportStandardTables'> = async (
  { ledger },
  { member, params, query },
) => {
  const [round, all, name] = await Promise.all([
    ledger.round({ region: member.region, round: params.round }),
    ledger.departments(member.region),
    ledger.regionName(member.region),
  ]);
  const departments = all.filter(
    (each) =>
      seesDepartment(member, each) && (query.department === undefined || each.code === query.department),
  );
  const [from = departments[0]?.code, subject = ''] = query.cursor?.split('-') ?? [];
  const at = departments.findIndex(({ code }) => code === from);
  const department = departments[at];
  if (round === undefined || department === undefined)
    return deny(refusal('not-found', { what: '这一轮监控的填报' }));
  const place = { ledger, member, round, region: { code: member.region, name: name ?? '' }, department };
  const part = await partOf(place, query.table, subject);
  const isFirst = query.cursor === undefined;
  const table = standardTables[query.table];
  const cursor = part.next === null ? (departments[at + 1]?.code ?? null) : `${department.code}-${part.next}`;
  const csv = writeCsv(isFirst ? [table.head, ...part.rows] : part.rows);
  return accept({
    name: `${table.name}_${member.region}_${params.round}.csv`,
    type: csvType,
    bytes: new TextEncoder().encode(isFirst ? csv : csv.replace(/^\ufeff/, '')),
    cursor,
  });
};

interface Place {
  readonly ledger: Reads;
  readonly member: Member;
  readonly round: RoundHead;
  readonly region: { readonly code: string; readonly name: string };
  readonly department: Department;
}

interface Part {
  readonly rows: readonly (readonly string[])[];
  /** The subject to go on with; null when the department is done. */
  readonly next: string | null;
}

async function partOf(place: Place, table: StandardTableName, from: string): Promise<Part> {
  const { ledger, member, round, department } = place;
  const { region, fiscalYear } = round;
  const [found, subjects] = await Promise.all([
    ledger.filings({ region, round: round.round, department: department.code }),
    ledger.subjects(region, fiscalYear, department.code),
  ]);
  const heads = found
    .filter((head) => head.subject >= from && sees(member, head))
    .sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const rows: (readonly string[])[] = [];
  let bytes = 0;
  for (let at = 0; at < heads.length; at += filingsAtOnce) {
    const some = heads.slice(at, at + filingsAtOnce);
    const filings = await mapFew(some, (head) => exportedVersions(place, table, head, subjects));
    for (const [index, versions] of filings.entries()) {
      if (bytes > enoughBytes) return { rows, next: some[index]?.subject ?? null };
      const own = versions.flatMap(standardTables[table].rowsOf);
      bytes += Buffer.byteLength(writeCsv(own));
      rows.push(...own);
    }
  }
  return { rows, next: null };
}

/** The version that counts, and before it those that it has superseded. */
async function exportedVersions(
  { ledger, round, region, department }: Place,
  table: StandardTableName,
  filing: FilingHead,
  subjects: readonly Subject[],
): Promise<readonly ExportedFiling[]> {
  const head = headInForce(filing);
  const [{ entries }, unit] = await Promise.all([ledger.events(head), ledger.unit(head.region, head.unit)]);
  const subject = subjects.find(({ code }) => code === head.subject);
  const editions = editionsOf(entries);
  const edition = filing.reopenings + (filing.inForce === null ? 1 : 0);
  const present = filing.inForce === null ? lastSubmission(head, entries) : (editions.at(-1) ?? null);
  const obligation = {
    id: formatFilingId(head),
    head,
    round,
    region,
    department,
    unit: { code: head.unit, name: unit?.name ?? '' },
    subject: { code: head.subject, name: subject?.name ?? '' },
    createdAt: entries[0]?.at ?? head.stageAt,
    updatedAt: entries.at(-1)?.at ?? head.stageAt,
  };
  const sent = async (submission: Submission | null) =>
    table === 'task' || submission === null ? null : sentOf(ledger, filing, submission);
  return Promise.all([
    ...editions.slice(0, edition - 1).map(async (version) => ({
      ...obligation,
      edition: version.number,
      superseded: true,
      sent: await sent(version),
    })),
    { ...obligation, edition, superseded: false, sent: await sent(present) },
  ]);
}

type Submission = Pick<Edition, 'contentSeq' | 'sentAt'>;

/** The last one, though it may have been returned and changed since; none where it was taken back. */
function lastSubmission(
  head: Pick<FilingHead, 'stage' | 'subject'>,
  entries: readonly FilingEntry[],
): Submission | null {
  if (!isFiled(head.stage)) return null;
  const at = entries.findLastIndex(({ fact }) => fact.type === 'submitted');
  const saved = entries.slice(0, at).findLast(({ fact }) => fact.type === 'saved');
  const submitted = entries[at];
  if (saved === undefined || submitted === undefined)
    throw new Error(`filing ${head.subject} was sent without content`);
  return { contentSeq: saved.seq, sentAt: submitted.at };
}

async function sentOf(ledger: Reads, head: FilingHead, { contentSeq, sentAt }: Submission) {
  const [content, ground] = await Promise.all([ledger.contentAt(head, contentSeq), ledger.ground(head)]);
  const files = content.files === undefined ? [] : await ledger.files(head);
  const { goalText, indicators } = await answeredTarget(ledger, head, ground, content);
  return { at: sentAt, content, goalText, indicators, files };
}
