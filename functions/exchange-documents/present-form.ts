/**
 * The form of a filing as it stands: what is given, what has been saved, and what is offered to be filled in. While it lies with its
 * filler, that is the draft on the targets and the imported funds now in force; afterwards it is what was sent, on the targets it answers.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { WireContent } from '../../shared/contract/cell.ts';
import { content as contentSchema } from '../../shared/contract/content.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import { type GivenForm, layOutForm, type PlacedCell } from '../../shared/document/form-layout.ts';
import type { Sealable } from '../../shared/document/form-stamp.ts';
import type { Content } from '../../shared/domain/content.ts';
import { acts, type FilingHead, type Stage } from '../../shared/domain/filing.ts';
import { isImported, layFunds } from '../../shared/domain/funds.ts';
import { reloadTargets } from '../../shared/domain/reload.ts';
import type { ImportedFunds, TargetVersion } from '../../shared/domain/subject.ts';
import type { FilingGround, Ledger } from '../../shared/ports.ts';
import { answeredTarget } from './answered-target.ts';

export interface PresentForm {
  readonly ground: FilingGround;
  readonly saved: WireContent;
  readonly offered: WireContent;
  readonly cells: readonly PlacedCell[];
  readonly sealable: Sealable;
}

/** SHA-256, hexadecimal. */
export function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export async function presentForm(ledger: Ledger, head: FilingHead): Promise<PresentForm> {
  const [content, ground] = await Promise.all([ledger.content(head), ledger.ground(head)]);
  const saved = content ?? { targetVersion: ground.target.version, money: {}, rows: {}, texts: {} };
  const funds = isHome(head) ? fundsOf(ground) : null;
  const target = isHome(head) ? ground.target : await answeredTarget(ledger, head, ground, content);
  const offered = isHome(head) ? await inForce(ledger, head, ground, saved, funds) : saved;
  const given = await givenOf(ledger, head, { ...ground, target }, funds);
  return {
    ground,
    saved: z.encode(contentSchema, saved),
    offered: z.encode(contentSchema, offered),
    cells: layOutForm(given, z.encode(contentSchema, offered)),
    sealable: {
      filing: given.filing,
      version: head.version,
      hash: head.hash,
      targetVersion: target.version,
    },
  };
}

/** With its filler, where it may be saved. */
function isHome({ stage }: FilingHead): boolean {
  const from: readonly Stage[] = acts.save.from;
  return from.includes(stage);
}

function fundsOf({ round, subject }: FilingGround): ImportedFunds | null {
  const imported = subject.imported[String(round.cutoffMonth)] ?? null;
  const ground = { fundsEntry: round.fundsEntry, imported };
  return isImported(ground) ? ground.imported : null;
}

async function inForce(
  ledger: Ledger,
  head: FilingHead,
  { round, subject, target }: FilingGround,
  saved: Content,
  funds: ImportedFunds | null,
): Promise<Content> {
  const { targetVersion } = saved;
  const nothing: TargetVersion = { ...target, indicators: [] };
  const reloaded =
    targetVersion === target.version
      ? saved
      : reloadTargets(
          saved,
          (await ledger.target(head.region, round.fiscalYear, { ...subject, targetVersion })) ?? nothing,
          target,
        );
  return funds === null ? reloaded : layFunds(reloaded, funds);
}

async function givenOf(
  ledger: Ledger,
  head: FilingHead,
  { round, subject, target }: FilingGround,
  funds: ImportedFunds | null,
): Promise<GivenForm> {
  const [department, unit, last, { entries }] = await Promise.all([
    ledger.department(head.region, head.department),
    ledger.unit(head.region, head.unit),
    ledger.lastApproved(head),
    ledger.events(head),
  ]);
  return {
    kind: subject.kind,
    keyMonitoring: subject.keyMonitoring,
    indicators: target.indicators,
    cutoffMonth: round.cutoffMonth,
    filing: formatFilingId(head),
    fiscalYear: round.fiscalYear,
    roundTitle: round.title,
    subject,
    department: { code: head.department, name: department?.name ?? '' },
    unit: { code: head.unit, name: unit?.name ?? '' },
    filledBy: entries.findLast(({ fact }) => fact.type === 'saved')?.by?.name ?? '',
    goalText: target.goalText,
    targetVersion: target.version,
    initial: subject.initial,
    last: last === undefined ? null : z.encode(contentSchema, last.content),
    imported: new Set(funds === null ? [] : importedPointers(funds)),
  };
}

function importedPointers({ rows }: ImportedFunds): readonly string[] {
  return Object.entries(rows).flatMap(([key, row]) =>
    Object.entries(row)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([cell]) => `/money/${key}/${cell}`),
  );
}
