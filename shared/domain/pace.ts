/** The pace (序时进度) of a round: cut-off month ÷ 12, in hundredths of a percent, half-up: 50.00, 75.00, 83.33, 91.67. */
export function paceOf(cutoffMonth: number): bigint {
  return (2n * BigInt(cutoffMonth) * 10_000n + 12n) / 24n;
}
