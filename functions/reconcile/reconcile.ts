/**
 * Compares the ledger with all that serves it, and mends what it has seen wrong twice, a minute apart. A first sighting is only noted: what is
 * under way mends itself.
 */
import { dayOf, type Instant } from '../../shared/domain/calendar.ts';
import { isSeenTwice, type Sighting, sighted } from '../../shared/domain/drift.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { log } from '../../shared/edge/log.ts';
import { orLogged } from '../../shared/edge/or-logged.ts';
import type { Pass } from '../../shared/ports-operations.ts';
import { type DepartmentRef, type Finding, type Look, lookAtDepartment, together } from './look.ts';
import { lookAtMachines } from './look-at-machines.ts';
import { noticeChangedData } from './notice-changed-data.ts';
import type { Ports } from './remedies.ts';

export async function reconcile(ports: Ports): Promise<readonly Pass[]> {
  const passes: Pass[] = [];
  for (const region of await ports.ledger.regions()) passes.push(await reconcileRegion(ports, region));
  return passes;
}

async function reconcileRegion(ports: Ports, region: string): Promise<Pass> {
  const { ledger, now } = ports;
  const at = now();
  const known = new Map((await ledger.sightings(region)).map((each) => [nameOf(each), each]));
  const rounds = (await ledger.rounds(region)).filter((round) => isLookedAfter(round, at));
  for (const round of rounds) await noticeChangedData(ports, round);
  const { looked, findings, givenUp } = await look(ports, region, rounds);
  let healed = 0;
  for (const finding of findings)
    healed += Number(await judge(ports, region, finding, known.get(nameOf(finding))));
  const pass = { at, looked, found: findings.length, healed, givenUp };
  await ledger.keepPass(region, pass);
  return pass;
}

/** Filings of a closed round may still be sent again; those of years past are at rest. */
function isLookedAfter({ state, fiscalYear }: RoundHead, now: Instant): boolean {
  return state !== 'planned' && fiscalYear >= Number(dayOf(now).slice(0, 4)) - 1;
}

async function look(ports: Ports, region: string, rounds: readonly RoundHead[]): Promise<Look> {
  const looks = [await lookAtMachines(ports, rounds)];
  const departments = await ports.ledger.departments(region);
  for (const { round } of rounds)
    for (const { code } of departments)
      looks.push(await lookedAt(ports, { region, round, department: code }));
  return together(looks);
}

/** What cannot even be read is given up until a person has mended it, and holds no other department up. */
function lookedAt(ports: Ports, ref: DepartmentRef): Promise<Look> {
  const of = `${ref.region}-${ref.round}-${ref.department}`;
  const unread = { looked: 0, findings: [], givenUp: [of] };
  return orLogged<Look>({ of }, unread, () => lookAtDepartment(ports, ref));
}

/** Answers whether it was mended. A remedy that fails leaves the sighting, so that the next pass tries again. */
async function judge(
  { ledger, now }: Ports,
  region: string,
  { kind, of, state, heal }: Finding,
  before: Sighting | undefined,
): Promise<boolean> {
  const at = now();
  const isCertain = isSeenTwice(before, state, at);
  const isHealed = isCertain && (await orLogged({ kind }, false, heal));
  const sighting = sighted(before, { kind, of, state }, at);
  await ledger.keepSighting(region, isHealed ? { ...sighting, healedAt: at } : sighting);
  log('drift', { kind, of, healed: isHealed, certain: isCertain });
  return isHealed;
}

function nameOf({ kind, of }: Pick<Sighting, 'kind' | 'of'>): string {
  return `${kind} ${of}`;
}
