/** A tab is read off the heads of the departments that a member serves: one query for each of them and round, never the county. */
import type { Member, Post } from '../../shared/domain/directory.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { departmentsServed, roundsInTabs, type TodoTab, tabsOf } from '../../shared/domain/todo.ts';
import { mapFew } from '../../shared/edge/at-once.ts';
import type { Ledger } from '../../shared/ports.ts';

/** A filing, and the member's post that has to do with it. */
export interface Found {
  readonly head: FilingHead;
  readonly post: Post;
}

interface TabPage {
  readonly found: readonly Found[];
  readonly cursor: string | null;
}

/** Everything that may stand in a member's tabs. */
export function allHeads(
  ledger: Ledger,
  member: Member,
  rounds: readonly RoundHead[],
): Promise<readonly FilingHead[]> {
  return headsIn(ledger, member, roundsInTabs(rounds));
}

/** A page is a round. */
export async function tabPage(
  ledger: Ledger,
  member: Member,
  everyRound: readonly RoundHead[],
  { tab, cursor }: { readonly tab: TodoTab; readonly cursor: string | undefined },
): Promise<Result<TabPage>> {
  const rounds = roundsInTabs(everyRound);
  const at = cursor === undefined ? 0 : rounds.indexOf(cursor);
  if (at < 0) return deny(refusal('not-found', { what: '这一页' }));
  const heads = await headsIn(ledger, member, rounds.slice(at, at + 1));
  const found = heads.flatMap((head) => {
    const post = tabsOf(head, member).get(tab);
    return post === undefined ? [] : [{ head, post }];
  });
  return accept({ found, cursor: rounds[at + 1] ?? null });
}

async function headsIn(
  ledger: Ledger,
  member: Member,
  rounds: readonly string[],
): Promise<readonly FilingHead[]> {
  const { region } = member;
  const departments = departmentsServed(member, await ledger.departments(region));
  const places = rounds.flatMap((round) =>
    departments.map(({ code }) => ({ region, round, department: code })),
  );
  return (await mapFew(places, (place) => ledger.filings(place))).flat();
}
