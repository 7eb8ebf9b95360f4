/** Runs over many things a few at a time: enough to hide the network, too few to throttle a small table. */
const few = 16;

export async function mapFew<T, R>(
  items: readonly T[],
  each: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += few)
    results.push(...(await Promise.all(items.slice(from, from + few).map(each))));
  return results;
}
