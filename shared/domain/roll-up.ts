/**
 * Lights of several filings taken together, for a department or for the parts of one transfer payment: the worst of each, with how many
 * of every colour. An obligation without a filing is 未报 and never a light.
 */
import { countLights, type Light, type Lights, worstOf } from './light.ts';

export interface RollUp {
  /** The worst of each light; the outlook stands beside the others here too. */
  readonly worst: Lights;
  /** Filings by the colour of their light, those without one under `none`. */
  readonly counts: ReturnType<typeof countLights>;
  /** Obligations that nothing has been sent for. */
  readonly missing: number;
}

/** One entry per obligation, null where nothing has been sent. */
export function rollUp(obligations: readonly (Lights | null)[]): RollUp {
  const filed = obligations.filter((each) => each !== null);
  const worst = (which: (lights: Lights) => Light | null) => worstOf(filed.map(which));
  return {
    worst: {
      budget: worst(({ budget }) => budget),
      goal: worst(({ goal }) => goal),
      outlook: worst(({ outlook }) => outlook),
      filing: worst(({ filing }) => filing),
    },
    counts: countLights(filed.map(({ filing }) => filing)),
    missing: obligations.length - filed.length,
  };
}
