/**
 * A department's row of counters as an item. The board reads the rows of a hundred departments within seven read units, so that each
 * has less than 286 bytes: counters stand under one letter, days under six digits, and the code is in the key.
 */
import * as z from 'zod/mini';
import type { Day } from '../domain/calendar.ts';
import type { Department } from '../domain/directory.ts';
import { type Stage, stages } from '../domain/filing.ts';
import { type Light, lights } from '../domain/light.ts';
import {
  type CountedDepartment,
  type Counter,
  type Counts,
  otherCounters,
  type ReportCounter,
  reportCounters,
  tallyFrom,
} from '../domain/standing.ts';
import { fenNumber } from './fen.ts';
import { stageLetters } from './stage-letters.ts';

type Named = Exclude<Counter, `unsent/${Day}`>;

const letters: Readonly<Record<Named, string>> = {
  ...stageLetters,
  red: 'R',
  yellow: 'Y',
  green: 'G',
  blue: 'B',
  late: 'l',
  extended: 'x',
  reopened: 'o',
  errands: 'q',
} satisfies Record<Stage | Light | (typeof otherCounters)[number], string>;
/** Those of reports. */
const reportLetters: Readonly<Record<ReportCounter, string>> = {
  expected: '@e',
  in: '@i',
  late: '@l',
  archived: '@z',
  errands: '@q',
};
const dispositionsLetter = '@o';
const named: readonly Named[] = [...stages, ...lights, ...otherCounters];

const moneyName = (stage: Stage) => `$${letters[stage]}`;
/** `u220710`: how many would be on time until then. */
const unsentSyntax = /^u(\d\d)(\d\d)(\d\d)$/;
const unsentName = (day: Day) => `u${day.slice(2).replaceAll('-', '')}`;

/** The attributes that these counters are, to be added to. */
export function counterAttributes({ counts, money }: Counts): Record<string, number | bigint> {
  const ofCounts = Object.entries(counts).map(([name, value]) => [attributeOf(name), value]);
  const ofMoney = stages.flatMap((stage) => (money[stage] ? [[moneyName(stage), money[stage]]] : []));
  return Object.fromEntries([...ofCounts, ...ofMoney]);
}

function attributeOf(counter: string): string {
  if (counter.startsWith('unsent/')) return unsentName(counter.slice('unsent/'.length));
  return letters[z.parse(z.enum(named), counter)];
}

/** Whether an attribute of the row counts filings; those that count reports are kept by the reports. */
export function isFilingCounter(attribute: string): boolean {
  return (
    attribute.startsWith('$') || unsentSyntax.test(attribute) || Object.values(letters).includes(attribute)
  );
}

export function reportCounterAttributes(
  changes: readonly (readonly [ReportCounter, number])[],
): Record<string, number> {
  return Object.fromEntries(changes.map(([name, by]) => [reportLetters[name], by]));
}

/** By how many the open dispositions of its filings have become more. */
export function dispositionsAttribute(by: number): Record<string, number> {
  return { [dispositionsLetter]: by };
}

/** Whose counters they are, as of the day of issue. */
export function departmentAttributes({ name, section, keyMonitoring }: Department): Record<string, unknown> {
  return { dn: name, ds: section, dk: keyMonitoring };
}

const row = z.object({ sk: z.string(), dn: z.string(), ds: z.string(), dk: z.boolean() });
const counter = z._default(z.int(), 0);
const amount = z._default(fenNumber, 0n);

export function tallyOf(item: Readonly<Record<string, unknown>>): CountedDepartment {
  const { sk, dn: name, ds: section, dk: keyMonitoring } = z.parse(row, item);
  const department = { code: sk.slice('TALLY#'.length), name, section, keyMonitoring };
  const ofCounts = named.map((each) => [each, z.parse(counter, item[letters[each]])]);
  const ofMoney = stages.map((stage) => [stage, z.parse(amount, item[moneyName(stage)])]);
  const tally = tallyFrom(department, {
    counts: Object.fromEntries([...ofCounts, ...unsentOf(item)]),
    money: Object.fromEntries(ofMoney),
  });
  const ofReports = reportCounters.map((each) => [each, z.parse(counter, item[reportLetters[each]])]);
  const dispositions = z.parse(counter, item[dispositionsLetter]);
  return { ...tally, reports: Object.fromEntries(ofReports), dispositions };
}

function unsentOf(item: Readonly<Record<string, unknown>>): readonly (readonly [string, number])[] {
  return Object.entries(item).flatMap(([name, value]) => {
    const [, year, month, day] = unsentSyntax.exec(name) ?? [];
    return year ? [[`unsent/20${year}-${month}-${day}`, z.parse(z.int(), value)] as const] : [];
  });
}
