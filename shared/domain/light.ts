/**
 * Lights (预警灯): red, yellow, green, blue or none. A light informs people; it never approves, returns, cuts or suspends anything. Each
 * one carries the rule that made it, what went in, a sentence, and what would make it green.
 */

/** Worst first. Blue (so far above the target that the target was too low) shows only where nothing else does. */
export const lights = ['red', 'yellow', 'green', 'blue'] as const;
export type Light = (typeof lights)[number];

export const lightNames: Readonly<Record<Light, string>> = {
  red: '红灯',
  yellow: '黄灯',
  green: '绿灯',
  blue: '蓝灯',
};

/** Hundredths of a percent, or of a percentage point: 58.33 % is `5833n`. */
export type Hundredths = bigint;

/** A light with its grounds, as stored and shown. */
export interface LitBy {
  /** Full name of the rule set, `RS-DEFAULT@1`, and the rule within it, `B-1`. */
  readonly ruleSet: string;
  readonly ruleId: string;
  /** What went into the rule, as text that a clerk knows from the form. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The measured value, truncated to two decimals so that a yellow never reads as the bound of green; null where nothing is measured. */
  readonly value: Hundredths | null;
  readonly light: Light | null;
  /** Chinese: why it has this colour. */
  readonly sentence: string;
  /** Chinese: what would make it green; null where it is green already or has no light. */
  readonly toGreen: string | null;
}

/** The lights of a filing at a glance. The outlook stands beside and is no part of the filing's light. */
export interface Lights {
  readonly budget: Light | null;
  readonly goal: Light | null;
  readonly outlook: Light | null;
  readonly filing: Light | null;
}

/** The worse of two colours. */
export function worse(a: Light, b: Light): Light {
  return lights.indexOf(a) < lights.indexOf(b) ? a : b;
}

/** The worst of several lights: red > yellow > green > blue > none. */
export function worstOf(several: readonly (Light | null)[]): Light | null {
  return lights.find((light) => several.includes(light)) ?? null;
}

/** How many of each colour, none included. */
export function countLights(several: readonly (Light | null)[]): Readonly<Record<Light | 'none', number>> {
  const count = (wanted: Light | null) => several.filter((light) => light === wanted).length;
  return {
    red: count('red'),
    yellow: count('yellow'),
    green: count('green'),
    blue: count('blue'),
    none: count(null),
  };
}
