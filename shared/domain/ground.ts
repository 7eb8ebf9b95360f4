/** What a filing's content is measured by: everything that lights and checks look at beside the content itself. */
import type { Emphasis, FundsEntry } from '../notice/notice.ts';
import type { RuleSet } from '../notice/rule-set.ts';
import { ruleSetNamed } from '../notice/rule-sets.ts';
import type { Content } from './content.ts';
import type { RoundHead } from './round.ts';
import type { ImportedFunds, Subject, TargetVersion } from './subject.ts';

export interface Ground {
  readonly subject: Pick<Subject, 'kind' | 'keyMonitoring' | 'suspended'>;
  /** The approved targets in force. */
  readonly target: TargetVersion;
  readonly cutoffMonth: number;
  readonly emphasis: Emphasis;
  readonly allowNotYet: boolean;
  readonly fundsEntry: FundsEntry;
  readonly ruleSet: RuleSet;
  /** What has been imported for exactly this cut-off month; null where nothing has. */
  readonly imported: ImportedFunds | null;
  /** The content approved in the last round before this one, of the same year; null where there is none. */
  readonly last: Content | null;
  /** The narratives of the department's other filings in this round (V27). */
  readonly others: readonly Neighbour[];
  /** What was found in the uploaded files of this filing, by file id. */
  readonly files: Readonly<Record<string, FileFacts>>;
}

/** An uploaded file as the server saw it; `type` is told by its content, null where that is none of the allowed ones. */
export interface FileFacts {
  readonly name: string;
  readonly bytes: number;
  readonly type: 'pdf' | 'png' | 'jpg' | null;
}

/** Another filing whose texts must not simply be copied. */
export interface Neighbour {
  readonly subject: string;
  readonly texts: Content['texts'];
}

/** The part of the ground that is not the round's, the subject's or the targets'. */
export type Beside = Pick<Ground, 'last' | 'others' | 'files'>;

/** Puts the ground together. A round that names a rule set which is not there is a defect of its plan and thrown. */
export function groundOf(
  given: { readonly round: RoundHead; readonly subject: Subject; readonly target: TargetVersion },
  beside: Beside,
): Ground {
  const { round, subject, target } = given;
  const ruleSet = ruleSetNamed(round.ruleSet);
  if (ruleSet === undefined)
    throw new Error(`round ${round.round} names no known rule set: ${round.ruleSet}`);
  return {
    subject,
    target,
    cutoffMonth: round.cutoffMonth,
    emphasis: round.emphasis,
    allowNotYet: round.allowNotYet,
    fundsEntry: round.fundsEntry,
    ruleSet,
    imported: subject.imported[String(round.cutoffMonth)] ?? null,
    ...beside,
  };
}
