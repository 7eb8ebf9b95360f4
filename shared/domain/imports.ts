/**
 * Imports (数据导入): files of the finance office that change the register. Accepting one is a fact of a chain of the region's own; the
 * register is then brought after it, and while that goes on the head says so, so that whoever comes next can finish what broke off.
 */
import type { Instant } from './calendar.ts';
import type { Member, Post } from './directory.ts';
import { roleNames } from './directory.ts';
import { type Refusal, refusal } from './refusal.ts';

/** Each table that can be imported, by its name on the wire. */
export const importTables = {
  directory: '单位名录',
  members: '人员岗位',
  subjects: '监控对象',
  targets: '绩效目标',
  execution: '预算执行',
} as const;
export type ImportTable = keyof typeof importTables;

/** What a file is for: a table of a fiscal year, and of a cut-off month where the table has figures of one. */
export interface ImportScope {
  readonly table: ImportTable;
  readonly year: number;
  /** Cut-off month (截止月份) of budget execution; null for the other tables. */
  readonly month: number | null;
}

/** An import: its scope and the first 32 hexadecimal digits of its file's SHA-256, so that the same file is the same import. */
export interface ImportRef extends ImportScope {
  readonly digest: string;
}

/** What a file would do to the register: its rows by verdict, and how many questions have to be confirmed. */
export interface ImportCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly errors: number;
  readonly asks: number;
}

export type ImportFact =
  | {
      readonly type: 'accepted';
      readonly import: string;
      readonly table: ImportTable;
      readonly year: number;
      readonly month: number | null;
      /** SHA-256 of the file, hexadecimal. */
      readonly digest: string;
      readonly counts: ImportCounts;
    }
  | { readonly type: 'applied'; readonly import: string };

/** The present of a region's imports. */
export interface ImportsHead {
  readonly region: string;
  /** Number of the last event, gapless. */
  readonly seq: number;
  /** Number of the last acceptance: the ETag of the register. That it has been carried out does not stale it. */
  readonly version: number;
  readonly hash: string;
  /** The import that the register is being brought after, with the instant of its acceptance. */
  readonly applying: { readonly import: string; readonly at: Instant } | null;
}

/** Before the first import. */
export function noImports(region: string): ImportsHead {
  return { region, seq: 0, version: 0, hash: '', applying: null };
}

export function evolveImports(
  head: ImportsHead,
  event: { readonly seq: number; readonly hash: string; readonly at: Instant; readonly fact: ImportFact },
): ImportsHead {
  const { seq, hash, at, fact } = event;
  const next = { ...head, seq, hash };
  return fact.type === 'accepted'
    ? { ...next, version: seq, applying: { import: fact.import, at } }
    : { ...next, applying: null };
}

/** Accounts are the administrator's, everything else is the performance office's. */
export function importerPost(table: ImportTable, region: string): Post {
  return { role: table === 'members' ? 'admin' : 'finance-office', at: region };
}

/** The refusal for a table that another post imports; null when the member holds it. */
export function whyNotImporter(member: Member, table: ImportTable): Refusal | null {
  const { role, at } = importerPost(table, member.region);
  if (member.posts.some((post) => post.role === role && post.at === at)) return null;
  return refusal('not-yours', { action: `导入${importTables[table]}`, who: roleNames[role] });
}
