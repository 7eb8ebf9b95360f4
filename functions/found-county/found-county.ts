import type { County } from '../../shared/contract/county.ts';
import type { Registered } from '../../shared/domain/register.ts';
import { newRound } from '../../shared/domain/round-plan.ts';
import type { Ledger } from '../../shared/ports.ts';

/** Approved targets come as their first version; later ones are made by the goal adjustment procedure. */
const firstVersion = 1;

/** Answers how many items were new; members come last, so that nobody can sign in to half a county. */
export async function foundCounty(ledger: Ledger, county: County): Promise<{ created: number }> {
  const { region, fiscalYear } = county;
  const keyBodies = new Set(
    [...county.departments, ...county.units].filter((each) => each.keyMonitoring).map((each) => each.code),
  );
  const things: Registered[] = [
    ...county.sections.map((value): Registered => ({ type: 'section', value })),
    ...county.departments.map((value): Registered => ({ type: 'department', value })),
    ...county.units.map((value): Registered => ({ type: 'unit', value })),
    ...county.subjects.flatMap((subject) => registeredSubject(subject, keyBodies)),
    ...county.rounds.map(
      (plan): Registered => ({
        type: 'round',
        value: newRound({ region: region.code, round: plan.key }, plan),
      }),
    ),
    { type: 'region', name: region.name },
    ...county.members.map(
      (member): Registered => ({ type: 'member', value: { ...member, region: region.code } }),
    ),
  ];
  return { created: await ledger.register(region.code, fiscalYear, things) };
}

function registeredSubject(
  given: County['subjects'][number],
  keyBodies: ReadonlySet<string>,
): readonly Registered[] {
  const { goalText, indicators, ...subject } = given;
  const keyMonitoring = keyBodies.has(subject.department) || keyBodies.has(subject.unit);
  return [
    { type: 'subject', value: { ...subject, keyMonitoring, imported: {}, targetVersion: firstVersion } },
    {
      type: 'target',
      department: subject.department,
      value: { subject: subject.code, version: firstVersion, goalText, indicators },
    },
  ];
}
