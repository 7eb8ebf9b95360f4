/** The outside world as the use cases see it. `shared/aws` implements it, `shared/compose.ts` hands it out. */

import type { AnnouncementKind } from './domain/announcement.ts';
import type { FileType } from './domain/attachment.ts';
import type { Instant } from './domain/calendar.ts';
import type { Content } from './domain/content.ts';
import type { Delegation } from './domain/delegation.ts';
import type { Department, Member, Unit } from './domain/directory.ts';
import type { Run } from './domain/drift.ts';
import type { Evaluation } from './domain/evaluation.ts';
import type { Extension } from './domain/extension.ts';
import type { FilingFact, FilingHead, FilingRef } from './domain/filing.ts';
import type { Beside } from './domain/ground.ts';
import type { ImportFact, ImportsHead, ImportTable } from './domain/imports.ts';
import type { Message } from './domain/message.ts';
import type { Register, Registered } from './domain/register.ts';
import type { RoundFact, RoundHead, RoundRef } from './domain/round.ts';
import type { CountedDepartment } from './domain/standing.ts';
import type { Subject, TargetVersion } from './domain/subject.ts';

/** Who acted, as the event keeps it: the name and post of that day, because both may change later. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly post: string;
  /** For whom he acted, where that was not his own post (代办). */
  readonly for?: { readonly id: string; readonly name: string } | undefined;
}

/** A sealed entry of a chain: `hash` covers everything in it and the hash before it. */
export interface Sealed<Fact> {
  readonly seq: number;
  readonly at: Instant;
  readonly by: Actor | null;
  readonly fact: Fact;
  readonly prevHash: string;
  readonly hash: string;
}
/** A saved content and a submission's evaluation stand beside their events by digest, and are read by their own calls. */
export type FilingEntry = Sealed<StoredFact>;
export type StoredFact =
  | Exclude<FilingFact, { type: 'saved' | 'submitted' }>
  | { readonly type: 'saved'; readonly digest: string }
  | {
      readonly type: 'submitted';
      readonly digest: string;
      readonly daysLate: number;
      readonly evaluation: string;
    };

/** What makes a repeated command answer as the first one did. */
export interface Memo<Head> {
  readonly member: string;
  readonly key: string;
  /** Digest of the request: the same key with another request is refused. */
  readonly fingerprint: string;
  readonly answer: (after: Head) => string;
}

/** What to append: decided on `before`, written only if `before` is still the present. */
export interface Entry<Head, Fact> {
  readonly fact: Fact;
  readonly at: Instant;
  readonly by: Actor | null;
  readonly memo?: Memo<Head> | undefined;
}

/** The head after the entry, or undefined when somebody else was faster or the key was used: nothing was written. */
export type Appended<Head> = Promise<Head | undefined>;

/** `fresh` reads cost twice as much; use them before refusing. */
export interface Freshness {
  readonly fresh?: boolean;
}

/** A filing's round, subject and the approved targets in force. */
export interface FilingGround {
  readonly round: RoundHead;
  readonly subject: Subject;
  readonly target: TargetVersion;
}

/** An evidence file that was found good and is kept: who brought it, by the name and post of that day. */
export interface KeptFile {
  /** SHA-256 of its bytes in hexadecimal. */
  readonly file: string;
  /** As its bringer called it. */
  readonly name: string;
  readonly bytes: number;
  readonly type: FileType;
  readonly by: Actor;
  readonly at: Instant;
}

/** An approved filing of an earlier round. */
export interface Approved {
  readonly round: string;
  readonly content: Content;
}

export interface Ledger {
  /** The counties that this deployment serves. */
  regions(): Promise<readonly string[]>;
  regionName(code: string): Promise<string | undefined>;
  /** With the posts that he holds for others at this moment. */
  member(subject: string, at: Instant): Promise<Member | undefined>;
  members(region: string, at: Instant): Promise<readonly Member[]>;
  department(region: string, code: string): Promise<Department | undefined>;
  departments(region: string): Promise<readonly Department[]>;
  unit(region: string, code: string): Promise<Unit | undefined>;

  round(ref: RoundRef, freshness?: Freshness): Promise<RoundHead | undefined>;
  rounds(region: string): Promise<readonly RoundHead[]>;
  appendToRound(before: RoundHead, entry: Entry<RoundHead, RoundFact>): Appended<RoundHead>;
  settleRound(head: RoundHead): Promise<void>;
  /** The sweep has been here. */
  markSwept(region: string, at: Instant): Promise<void>;
  tallies(ref: RoundRef): Promise<readonly CountedDepartment[]>;

  filing(ref: FilingRef, freshness?: Freshness): Promise<FilingHead | undefined>;
  filings(ref: RoundRef & { readonly department: string }): Promise<readonly FilingHead[]>;
  /** Filings on the desk of a post, oldest due first. */
  onDesk(region: string, post: { role: string; at: string }): Promise<readonly FilingHead[]>;
  content(
    head: FilingRef & { readonly content: { readonly seq: number } | null },
  ): Promise<Content | undefined>;
  /** The content that the event of this number saved. */
  contentAt(ref: FilingRef, seq: number): Promise<Content>;
  /** What the last submission was evaluated to, as kept on that day. */
  evaluation(head: FilingHead): Promise<Evaluation | undefined>;
  digest(content: Content): string;
  events(ref: FilingRef): Promise<{ readonly entries: readonly FilingEntry[]; readonly intact: boolean }>;
  /** `token` replaces the head's: a gate has opened with a new one. */
  appendToFiling(
    before: FilingHead,
    entry: Entry<FilingHead, FilingFact> & { readonly token?: string },
  ): Appended<FilingHead>;
  /** The machine has been told: clears the errand, unless the filing has moved on since. */
  settleFiling(head: FilingHead): Promise<void>;
  /** Creates the obligations that are not there yet, with the department's counters; answers how many were created. */
  issue(department: Department, filings: readonly FilingHead[], at: Instant): Promise<number>;

  /** What a filing's content is measured by. A filing that has lost it was never issued: a defect, thrown. */
  ground(head: FilingHead): Promise<FilingGround>;
  /**
   * What checks look at beside that. `alone` leaves the neighbours out: what others wrote since is no ground against what was sent;
   * `fresh` finds evidence that has only just been brought.
   */
  beside(head: FilingHead, how?: Freshness & { readonly alone?: boolean }): Promise<Beside>;
  /** What this subject reported and had approved last, in an earlier round of the same year. */
  lastApproved(ref: FilingRef): Promise<Approved | undefined>;

  /** The evidence that a filing keeps, read afresh: who has just brought a file finds it. */
  files(ref: FilingRef): Promise<readonly KeptFile[]>;

  subjects(region: string, year: number, department: string): Promise<readonly Subject[]>;
  subject(region: string, year: number, department: string, code: string): Promise<Subject | undefined>;
  target(region: string, year: number, subject: Subject): Promise<TargetVersion | undefined>;

  /** Undefined when the key was never used, or so long ago (at the instant `at`) that it may be used again. */
  recall(
    region: string,
    member: string,
    key: string,
    at: Instant,
  ): Promise<{ fingerprint: string; answer: string } | undefined>;
  /** Founds or completes a county's register; what is there already stays as it is. Answers how many were new. */
  register(region: string, year: number, items: readonly Registered[]): Promise<number>;
}

/** The ledger with what the calendar of a round brings: extensions and messages. Only who needs them bundles them. */
export interface CalendarLedger extends Ledger {
  extension(ref: RoundRef & { readonly id: string }): Promise<Extension | undefined>;
  extensions(ref: RoundRef, freshness?: Freshness): Promise<readonly Extension[]>;
  askExtension(asked: Extension, memo: Memo<Extension> | undefined): Promise<Extension | undefined>;
  /** Records the decision and, where it grants, the later due of every filing concerned, all at once. */
  decideExtension(
    before: Extension,
    after: Extension,
    how: {
      readonly heads: readonly FilingHead[];
      readonly at: Instant;
      readonly by: Actor;
      readonly memo: Memo<Extension> | undefined;
    },
  ): Promise<Extension | undefined>;

  /**
   * Moves the due day of every filing that has no later one of its own to the round's, department by department. Doing it again moves
   * what is left; answers how many were moved.
   */
  followDue(round: RoundHead, how: { readonly at: Instant; readonly by: Actor | null }): Promise<number>;

  /** Of the whole region, whatever has become of them. */
  delegations(region: string): Promise<readonly Delegation[]>;
  /** False where it is there already. */
  delegate(given: Delegation): Promise<boolean>;
  /** False where it was revoked meanwhile. */
  revokeDelegation(before: Delegation, after: Delegation): Promise<boolean>;

  /** Puts messages into their recipients' lists; one that is there already stays as it is. Answers how many were new. */
  tell(region: string, messages: readonly Message[]): Promise<number>;
}

/** A message as its recipient has it; the id is his. */
export interface Received extends Message {
  readonly id: string;
  readonly read: boolean;
}

/** The part of the ledger that a person's messages stand on. */
export interface MessageLedger extends Pick<Ledger, 'member' | 'recall'> {
  /** Latest first, beginning after the message `before`. */
  messages(
    region: string,
    to: string,
    page: { readonly before: string | undefined; readonly atMost: number },
  ): Promise<readonly Received[]>;
  /** False where one of them is not there; then none was marked. */
  markRead(region: string, to: string, ids: readonly string[], at: Instant): Promise<boolean>;
}

/** The part of the ledger that archiving stands on. */
export type ArchivingLedger = Pick<Ledger, 'filing' | 'content' | 'evaluation' | 'digest' | 'appendToFiling'>;

/** The ledger with the past: heads of these departments as they were after everything that had happened until an instant. */
export interface StandingLedger extends Ledger {
  filingsAt(ref: RoundRef, departments: readonly string[], at: Instant): Promise<readonly FilingHead[]>;
}

/** The part of the ledger that evidence stands on; its function carries no more of it. */
export interface AttachmentLedger extends Pick<Ledger, 'member' | 'recall' | 'round' | 'filing' | 'files'> {
  /** False when this file is kept already; then nothing was written. */
  keepFile(ref: FilingRef, file: KeptFile): Promise<boolean>;
  /** Whether a disposition of the filing is being carried out, read afresh: who does that brings its proof. */
  isBeingAnswered(filing: FilingRef): Promise<boolean>;
}

/** The part of the ledger that imports stand on; one function uses it, so that no other carries it. */
export interface ImportLedger extends Pick<Ledger, 'member' | 'recall' | 'rounds'> {
  /** Read afresh, always: an import is decided on it. */
  importsHead(region: string): Promise<ImportsHead>;
  appendToImports(before: ImportsHead, entry: Entry<ImportsHead, ImportFact>): Appended<ImportsHead>;
  imports(
    region: string,
  ): Promise<{ readonly entries: readonly Sealed<ImportFact>[]; readonly intact: boolean }>;
  /** The register as an import of this table needs it, read afresh; `named` are the accounts or subjects it is asked for, all without. */
  registerFor(region: string, year: number, table: ImportTable, named?: readonly string[]): Promise<Register>;
  /**
   * Writes changes, each of them whole, as long as this import is the one being applied; false when it no longer is, or when the
   * register is not as it was read: some may have been written then.
   */
  applyImport(head: ImportsHead, year: number, changes: readonly (readonly Registered[])[]): Promise<boolean>;
}

/** Files of imports: an inbox that forgets after a week, an archive that never does. An import's id names its file by content. */
export interface ImportFiles {
  /** SHA-256, hexadecimal. */
  digest(bytes: Uint8Array): string;
  receive(region: string, id: string, bytes: Uint8Array): Promise<void>;
  /** Undefined when nothing was received under this id, or so long ago that it is forgotten. */
  received(region: string, id: string): Promise<Uint8Array | undefined>;
  /** Write-once; keeping the same file again is the same. */
  keep(region: string, id: string, bytes: Uint8Array): Promise<void>;
  /** A file that was accepted; that it is not there is a defect, thrown. */
  kept(region: string, id: string): Promise<Uint8Array>;
}

export interface Archive {
  /** Whether the frozen copy of an attempt is there. */
  hasFiling(ref: FilingRef, attempt: number): Promise<boolean>;
  /** Keeps the frozen copy of a filing, write-once; answers what is there now: this one, or the one that was there before. */
  keepFiling(ref: FilingRef, attempt: number, body: string): Promise<string>;
}

/** What has arrived under a file's id: its size in bytes, its beginning, and what the store computed over all of it. */
export interface Arrived {
  readonly bytes: number;
  readonly start: Uint8Array;
  /** SHA-256 in hexadecimal; null where the store was not told to compute it, so that it did not come by our form. */
  readonly sha256: string | null;
  /** Which state of the object this was seen on. */
  readonly seen: string;
}

/** Evidence as bytes: an inbox that takes them from people and forgets them, an archive that keeps them for good. */
export interface Attachments {
  /** A form that takes exactly these bytes into the inbox, for so many seconds. */
  form(
    ref: FilingRef,
    upload: { readonly sha256: string; readonly bytes: number },
    seconds: number,
  ): Promise<{ readonly url: string; readonly fields: Record<string, string> }>;
  /** Undefined when nothing has arrived, or so long ago that it is forgotten. */
  arrived(ref: FilingRef, file: string): Promise<Arrived | undefined>;
  /** Copies what was seen into the archive, write-once; keeping the same again is the same. */
  keep(ref: FilingRef, file: string, as: { readonly seen: string; readonly type: FileType }): Promise<void>;
  /** An address to fetch it from, for so many seconds; it comes as a download of this name. */
  link(ref: FilingRef, file: string, name: string, seconds: number): Promise<string>;
}

/** What the rest of the world may hear, in ids, codes and instants alone. */
export interface Announcement {
  /** The same for every delivery: whoever hears it twice knows it by this. */
  readonly id: string;
  readonly kind: AnnouncementKind;
  readonly at: Instant;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** The event bus of the deployment. */
export interface Bus {
  /** Resolves once the bus has taken all of them; some may have been taken where it fails. */
  announce(announcements: readonly Announcement[]): Promise<void>;
}

/** `closed`: the token was answered already or its wait is over. */
export type Told = 'told' | 'closed';

/** The machines, by what they look after. */
export type MachineOf = 'filingReview' | 'round' | 'reportCollection' | 'rectification';

export interface Workflow {
  /** Starting what runs already is not an error. */
  startFilingReview(name: string, input: string): Promise<void>;
  startRound(name: string, input: string): Promise<void>;
  startReportCollection(name: string, input: string): Promise<void>;
  startRectification(name: string, input: string): Promise<void>;
  complete(token: string): Promise<Told>;
  fail(token: string, error: string): Promise<Told>;
  /** How the execution of this name stands. */
  run(machine: MachineOf, name: string): Promise<Run>;
  /** Ends it; one that has ended already stays as it is. */
  stop(machine: MachineOf, name: string): Promise<void>;
}

export type Now = () => Instant;
