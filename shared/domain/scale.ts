/**
 * Where a measured share or a value stands, in colour and in words: on a scale of bounds in whole percent, or against a target that is
 * met or not. A bound belongs to the better side of it.
 */
import { type Goal, isDivisible, isMet } from './goal.ts';
import type { Light } from './light.ts';
import type { Decimal } from './money.ts';
import { isAtLeast, type Ratio } from './ratio.ts';

export interface Scale {
  readonly redBelow: number;
  readonly greenFrom: number;
  /** Absent where nothing can be too much. */
  readonly blueFrom?: number;
}

export interface Placed {
  readonly light: Light;
  /** Chinese: between which bounds. */
  readonly words: string;
}

export function placeOn({ redBelow, greenFrom, blueFrom }: Scale, ratio: Ratio): Placed {
  if (blueFrom !== undefined && isAtLeast(ratio, blueFrom))
    return { light: 'blue', words: `不低于${blueFrom}%` };
  if (isAtLeast(ratio, greenFrom)) {
    const below = blueFrom === undefined ? '' : `、低于${blueFrom}%`;
    return { light: 'green', words: `不低于${greenFrom}%${below}` };
  }
  if (isAtLeast(ratio, redBelow)) return { light: 'yellow', words: `不低于${redBelow}%、低于${greenFrom}%` };
  return { light: 'red', words: `低于${redBelow}%` };
}

/** Met or not, never divided. */
export function placeMet(goal: Goal, value: Decimal): Placed {
  return isMet(goal, value) ? { light: 'green', words: '符合目标' } : { light: 'red', words: '不符合目标' };
}

/** The share of the target that a value is; null where the target is no amount to divide by. */
export function shareOfTarget(goal: Goal, value: Decimal): Ratio | null {
  return isDivisible(goal) ? { part: value, whole: goal.target } : null;
}

/** Green when met; otherwise yellow from a bound on, and red below it or where there is nothing to divide by. */
export function placeNear(goal: Goal, value: Decimal, redBelow: number): Placed {
  const placed = placeMet(goal, value);
  const share = shareOfTarget(goal, value);
  if (placed.light === 'green' || share === null) return placed;
  return isAtLeast(share, redBelow)
    ? { light: 'yellow', words: `不符合目标、不低于${redBelow}%` }
    : { light: 'red', words: `不符合目标、低于${redBelow}%` };
}
