/** The figures of a board as they are kept when a round is closed: stages by name, so that those of an old round stay readable. */
import type { Light } from './light.ts';
import type { Fen } from './money.ts';

export interface KeptTotals {
  readonly obligations: number;
  /** Obligations that are not exempt. */
  readonly due: number;
  readonly byStage: Readonly<Record<string, number>>;
  /** Sent at least once and not taken back: returned counts, withdrawn does not. */
  readonly filed: number;
  readonly approved: number;
  readonly archived: number;
  readonly late: number;
  /** Not sent although its day has passed. */
  readonly overdue: number;
  readonly extended: number;
  readonly reopened: number;
  readonly lights: Readonly<Record<Light, number>>;
  /** The same by adjusted budget. */
  readonly money: {
    readonly due: Fen;
    readonly filed: Fen;
    readonly approved: Fen;
    readonly byStage: Readonly<Record<string, Fen>>;
  };
}
