/** Tells what the stream may have missed: news that has been lying for a minute. */
import { newsId } from '../../shared/domain/news.ts';
import { type Ports, tell } from './tell.ts';

/** Younger news is left to the stream, which is about to tell it. */
const patience = 60_000;

/** Answers how much was told. One that cannot be told holds nobody up; the first fault is thrown when all have had their turn. */
export async function sweep(ports: Ports): Promise<number> {
  const regions = await ports.ledger.regions();
  const before = ports.now() - patience;
  const waiting = await Promise.all(regions.map((region) => ports.ledger.untoldBefore(region, before)));
  const faults: unknown[] = [];
  for (const { region, about } of waiting.flat())
    await tell(ports, region, newsId(about)).catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
  return waiting.flat().length;
}
