/** Works all of them off, so many at the same time, while there is time. */
export async function atOnce<T>(
  all: readonly T[],
  hands: number,
  work: (each: T) => Promise<void>,
  end = Number.POSITIVE_INFINITY,
): Promise<void> {
  const waiting = [...all];
  const hand = async () => {
    for (let next = waiting.shift(); next !== undefined && performance.now() < end; next = waiting.shift())
      await work(next);
  };
  await Promise.all(Array.from({ length: hands }, hand));
}
