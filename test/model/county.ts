/** A county for the model: departments of two filings each, one per run, and people with right, wrong and several posts at them. */
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import type { CountyDocument } from '../../shared/contract/county.ts';
import type { Post } from '../../shared/domain/directory.ts';

export interface Person {
  readonly id: string;
  readonly posts: readonly Post[];
}

const region = sampleCounty.region.code;

/** Everybody who may lay hands on a department's filings: who should, their deputies, who holds two posts, and who has no business here. */
export function peopleOf(code: string): readonly Person[] {
  const at = (id: string, ...posts: readonly (readonly [Post['role'], string])[]): Person => ({
    id,
    posts: posts.map(([role, place]) => ({ role, at: place })),
  });
  return [
    at(`${code}001-filler`, ['unit-filler', `${code}001`]),
    at(`${code}-filler`, ['dept-filler', code]),
    at(`${code}-reviewer`, ['dept-reviewer', code]),
    at(`${code}-deputy`, ['dept-reviewer', code]),
    at(`${code}-both`, ['unit-filler', `${code}001`], ['dept-filler', code], ['dept-reviewer', code]),
    at(`${code}-stranger`, ['unit-filler', `${code}002`]),
    at('s01-reviewer', ['section-reviewer', 'S01']),
    at('s02-reviewer', ['section-reviewer', 'S02']),
    at('finance-office', ['finance-office', region]),
    at('auditor', ['auditor', region]),
  ];
}

export function departmentsFor(runs: number): readonly string[] {
  return Array.from({ length: runs }, (_, index) => String(101 + index));
}

/** The second round locks after grace. */
export function countyOf(departments: readonly string[]): CountyDocument {
  const template = (kind: 'overall' | 'project') => {
    const found = sampleCounty.subjects.find((subject) => subject.kind === kind);
    if (found === undefined) throw new Error(`the sample county has no ${kind}`);
    return found;
  };
  const people = new Map(departments.flatMap(peopleOf).map((person) => [person.id, person]));
  return {
    ...sampleCounty,
    departments: departments.map((code) => ({ code, name: `${code}部门`, section: 'S01' })),
    units: departments.flatMap((department) =>
      ['001', '002'].map((end) => ({
        code: `${department}${end}`,
        name: `${department}${end}单位`,
        department,
      })),
    ),
    members: [...people.values()].map(({ id, posts }) => ({
      id,
      name: id,
      posts: posts.map((post) => ({ ...post })),
    })),
    subjects: departments.flatMap((department) => [
      {
        ...template('project'),
        code: `${department}P01`,
        name: '乡村道路养护和安全隐患整治',
        department,
        unit: `${department}001`,
      },
      {
        ...template('overall'),
        code: `${department}Z00`,
        name: '整体',
        department,
        unit: `${department}001`,
      },
    ]),
    rounds: sampleCounty.rounds.map((plan, index) => ({ ...plan, lockAfterGrace: index === 1 })),
  };
}
