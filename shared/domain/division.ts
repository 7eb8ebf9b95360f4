/**
 * Exact division of integers with a stated rounding: every rate, mean and bound ends in one of these. The divisor is never nought; what
 * to answer without one is the caller's rule.
 */

/** Down, also below nought. */
export function divideDown(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const isNegative = dividend < 0n !== divisor < 0n;
  return isNegative && dividend % divisor !== 0n ? quotient - 1n : quotient;
}

/** Up: the least integer that reaches the quotient. */
export function divideUp(dividend: bigint, divisor: bigint): bigint {
  return -divideDown(-dividend, divisor);
}

/** Towards nought: what is cut off never carries a value over the bound that it was judged by. */
export function divideTruncated(dividend: bigint, divisor: bigint): bigint {
  return dividend / divisor;
}

/** To the nearest, halves up: 0.5 is 1 and −0.5 is 0. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return divideDown(2n * dividend + divisor, 2n * divisor);
}

/** To the nearest, halves away from nought: 0.5 is 1 and −0.5 is −1. */
export function divideHalfAway(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n;
  return isNegative ? -divideHalfUp(-dividend, divisor) : divideHalfUp(dividend, divisor);
}
