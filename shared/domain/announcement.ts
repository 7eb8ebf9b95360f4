/**
 * What the event bus is told: that a filing has entered a stage, what became of a round, and that people were told of something. Announced
 * at least once, each time under the same id; by ids, codes and instants alone, so that no subscriber learns what a person wrote or who he is.
 */
import { toldDispositionFacts } from './disposition-message.ts';
import type { FactType } from './filing.ts';
import type { ReportFactType } from './report.ts';
import type { RoundFact } from './round.ts';

/** Who announces, by the name that rules on the bus ask for. */
export const announcer = 'budget-monitoring';

export const announcementKinds = [
  'Filing Fact',
  'Round Fact',
  'Report Fact',
  'Disposition Fact',
  'News Told',
] as const;

/** Said on the same bus among ourselves: it is heard by who reconciles, and goes to nobody outside. */
export const reconciliationAsked = 'Reconciliation Asked';
export type AnnouncementKind = (typeof announcementKinds)[number] | typeof reconciliationAsked;

/** Facts of a filing that put it into another stage; what only renews a token or saves a draft is nobody's business outside. */
export const announcedFilingFacts = [
  'submitted',
  'withdrawn',
  'arrived',
  'approved',
  'undone',
  'returned',
  'archived',
  'extended',
] as const satisfies readonly FactType[];

/** What the machine notes for itself is left out here too. */
export const announcedReportFacts = [
  'received',
  'refused',
  'verified',
  'confirmed',
  'returned',
  'archived',
  'overdue',
  'changed',
] as const satisfies readonly ReportFactType[];

/** Whatever people are told of a disposition. */
export const announcedDispositionFacts = toldDispositionFacts;

export const announcedRoundFacts = [
  'opened',
  'kept',
  'urged',
  'closed',
] as const satisfies readonly RoundFact['type'][];
