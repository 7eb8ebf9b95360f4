/** How many writes go out at the same time; enough to hide the network, too few to throttle a small table. */
const atOnce = 8;

/** Does the work for each, a few at a time, and answers in their order. */
export async function inSlices<T, R>(
  all: readonly T[],
  work: (each: T) => Promise<R>,
): Promise<readonly R[]> {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += atOnce) {
    done.push(...(await Promise.all(all.slice(from, from + atOnce).map(work))));
  }
  return done;
}
