/** Scope and desks (domain, roles): outside of it a filing does not exist, inside it an act may still be another post's. */
import { describe, expect, test } from 'vitest';
import {
  type Belonging,
  deskOf,
  fillerPost,
  holds,
  reviewerPost,
  sees,
  seesDepartment,
  whyNot,
} from '../../shared/domain/authority.ts';
import { isKeyMonitored, type Member, type Post, type Role } from '../../shared/domain/directory.ts';
import type { Act, FilingHead, Stage } from '../../shared/domain/filing.ts';
import { fresh } from '../support/filings.ts';

const project: Belonging = {
  region: '360733',
  department: '101',
  unit: '101001',
  section: 'S01',
  kind: 'project',
};
/** What there is in and around department 101 and its section S01. */
const filings = {
  own: project,
  transfer: { ...project, kind: 'transfer' },
  sibling: { ...project, unit: '101002' },
  overall: { ...project, kind: 'overall' },
  neighbour: { ...project, department: '102', unit: '102001' },
  stranger: { ...project, department: '103', unit: '103001', section: 'S02' },
  county: { ...project, region: '360734' },
} as const satisfies Record<string, Belonging>;
type Which = keyof typeof filings;

function memberAt(...posts: readonly (readonly [Role, string])[]): Member {
  return {
    id: 'm',
    region: '360733',
    name: '张三',
    posts: posts.map(([role, at]): Post => ({ role, at })),
  };
}
function visible(member: Member): readonly string[] {
  return Object.entries(filings).flatMap(([which, filing]) => (sees(member, filing) ? [which] : []));
}

describe('domain §8 · scope', () => {
  const ofUnit: readonly Which[] = ['own', 'transfer'];
  const ofDepartment: readonly Which[] = ['own', 'transfer', 'sibling', 'overall'];
  const ofSection: readonly Which[] = [...ofDepartment, 'neighbour'];
  const ofCounty: readonly Which[] = [...ofSection, 'stranger'];
  test.each<[Role, string, readonly Which[]]>([
    ['unit-filler', '101001', ofUnit],
    ['dept-filler', '101', ofDepartment],
    ['dept-reviewer', '101', ofDepartment],
    ['section-reviewer', 'S01', ofSection],
    ['finance-office', '360733', ofCounty],
    ['archivist', '360733', ofCounty],
    ['auditor', '360733', ofCounty],
    ['admin', '360733', []],
  ])('%s at %s sees %j', (role, at, seen) => expect(visible(memberAt([role, at]))).toEqual(seen));

  test.each<[Role, string]>([
    ['unit-filler', '101'],
    ['unit-filler', '101002x'],
    ['dept-filler', '101001'],
    ['dept-filler', '104'],
    ['dept-reviewer', '101001'],
    ['dept-reviewer', 'S01'],
    ['section-reviewer', '101'],
    ['section-reviewer', '360733'],
    ['finance-office', 'S01'],
    ['archivist', '101'],
    ['auditor', '360734'],
    ['admin', '101'],
    ['admin', '101001'],
    ['admin', 'S01'],
  ])('%s at %s, where that role has no place, sees nothing', (role, at) =>
    expect(visible(memberAt([role, at]))).toEqual([]),
  );

  test('nobody sees another county, even from posts of the same codes', () => {
    const foreign = { ...memberAt(['dept-reviewer', '101']), region: '360734' };
    expect(visible(foreign)).toEqual(['county']);
    expect(visible({ ...memberAt(['finance-office', '360733']), region: '360734' })).toEqual([]);
  });
  test('several posts see what each of them sees; none sees nothing', () => {
    expect(visible(memberAt(['unit-filler', '101002'], ['dept-reviewer', '102']))).toEqual([
      'sibling',
      'neighbour',
    ]);
    expect(visible(memberAt())).toEqual([]);
  });
});

describe('domain §8 · a department’s row of a round', () => {
  const departments = [
    { code: '101', section: 'S01' },
    { code: '102', section: 'S01' },
    { code: '103', section: 'S02' },
  ];
  test.each<[Role, string, readonly string[]]>([
    ['unit-filler', '101001', ['101']],
    ['unit-filler', '103002', ['103']],
    ['dept-filler', '101', ['101']],
    ['dept-reviewer', '102', ['102']],
    ['section-reviewer', 'S01', ['101', '102']],
    ['section-reviewer', 'S02', ['103']],
    ['finance-office', '360733', ['101', '102', '103']],
    ['archivist', '360733', ['101', '102', '103']],
    ['auditor', '360733', ['101', '102', '103']],
    ['admin', '360733', []],
    ['admin', '101', []],
    ['unit-filler', '360733', []],
    ['dept-filler', '101001', []],
    ['dept-reviewer', '101001', []],
    ['dept-filler', '360733', []],
    ['dept-reviewer', '360733', []],
    ['section-reviewer', '101', []],
    ['section-reviewer', '360733', []],
    ['finance-office', '360734', []],
    ['finance-office', 'S01', []],
  ])('%s at %s sees the rows of %j', (role, at, codes) =>
    expect(
      departments.filter((each) => seesDepartment(memberAt([role, at]), each)).map(({ code }) => code),
    ).toEqual(codes),
  );
  test('one fitting post of several is enough', () => {
    const member = memberAt(['admin', '360733'], ['dept-filler', '102']);
    expect(departments.filter((each) => seesDepartment(member, each)).map(({ code }) => code)).toEqual([
      '102',
    ]);
  });
});

describe('notice 2.2b, 2.2c · who fills and who reviews', () => {
  test.each([
    ['project', { role: 'unit-filler', at: '101001' }],
    ['transfer', { role: 'unit-filler', at: '101001' }],
    ['overall', { role: 'dept-filler', at: '101' }],
  ] as const)('%s is filled by %o', (kind, post) => expect(fillerPost({ ...project, kind })).toEqual(post));
  test.each([
    ['dept-review', { role: 'dept-reviewer', at: '101' }],
    ['section-review', { role: 'section-reviewer', at: 'S01' }],
  ] as const)('%s is done by %o', (stage, post) => expect(reviewerPost(project, stage)).toEqual(post));
});

const head = (stage: Stage, kind: FilingHead['kind'] = 'project'): FilingHead => ({ ...fresh(kind), stage });

describe('domain §8 · on whose desk it lies', () => {
  test.each([
    ['not-started', { role: 'unit-filler', at: '101001' }],
    ['draft', { role: 'unit-filler', at: '101001' }],
    ['returned', { role: 'unit-filler', at: '101001' }],
    ['in-transit', null],
    ['dept-review', { role: 'dept-reviewer', at: '101' }],
    ['section-review', { role: 'section-reviewer', at: 'S01' }],
    ['approved', null],
    ['archived', null],
  ] as const)('%s: %o', (stage, post) => expect(deskOf(head(stage))).toEqual(post));
  test('a returned overall filing lies with its department', () =>
    expect(deskOf(head('returned', 'overall'))).toEqual({ role: 'dept-filler', at: '101' }));
});

describe('a post is a role at a place', () => {
  const post: Post = { role: 'dept-reviewer', at: '101' };
  test('both must fit', () => {
    expect(holds(memberAt(['dept-reviewer', '101']), post)).toBe(true);
    expect(holds(memberAt(['dept-filler', '101']), post)).toBe(false);
    expect(holds(memberAt(['dept-reviewer', '102']), post)).toBe(false);
    expect(holds(memberAt(), post)).toBe(false);
  });
  test('in one post, not spread over two; one of several is enough', () => {
    expect(holds(memberAt(['dept-reviewer', '102'], ['dept-filler', '101']), post)).toBe(false);
    expect(holds(memberAt(['auditor', '360733'], ['dept-reviewer', '101']), post)).toBe(true);
  });
});

describe('domain §8 · who may not is told who may', () => {
  const filler = memberAt(['unit-filler', '101001']);
  const department = memberAt(['dept-filler', '101']);
  const reviewer = memberAt(['dept-reviewer', '101']);
  const section = memberAt(['section-reviewer', 'S01']);
  const admin = memberAt(['admin', '360733']);
  const refusalOf = (member: Member, act: Act, filing: FilingHead) => whyNot(member, act, filing);
  const sentence = (label: string, who: string) => ({
    code: 'not-yours',
    detail: `“${label}”只能由${who}办理，请联系其办理。`,
    issues: [],
  });

  test.each([
    ['save', '暂存'],
    ['submit', '送审'],
    ['withdraw', '取消送审'],
  ] as const)('%s is the filler’s at every stage', (act, label) => {
    for (const stage of ['not-started', 'draft', 'dept-review', 'section-review', 'archived'] as const) {
      expect(refusalOf(filler, act, head(stage))).toBeNull();
      expect(refusalOf(reviewer, act, head(stage))).toEqual(sentence(label, '单位经办（101001）'));
    }
    expect(refusalOf(memberAt(['unit-filler', '101002']), act, head('draft'))).not.toBeNull();
    expect(refusalOf(department, act, head('draft', 'overall'))).toBeNull();
    expect(refusalOf(filler, act, head('draft', 'overall'))).toEqual(sentence(label, '部门经办（101）'));
  });

  test.each([
    ['approve', '审核'],
    ['return', '退回'],
  ] as const)('%s is the reviewer’s on whose desk it lies', (act, label) => {
    expect(refusalOf(reviewer, act, head('dept-review'))).toBeNull();
    expect(refusalOf(section, act, head('section-review'))).toBeNull();
    expect(refusalOf(section, act, head('dept-review'))).toEqual(sentence(label, '部门审核（101）'));
    expect(refusalOf(reviewer, act, head('section-review'))).toEqual(sentence(label, '业务股室审核（S01）'));
    expect(refusalOf(filler, act, head('dept-review'))).toEqual(sentence(label, '部门审核（101）'));
  });

  test.each(['not-started', 'draft', 'returned', 'in-transit', 'approved', 'archived'] as const)(
    'at %s, on no reviewer’s desk, both reviewers may ask',
    (stage) => {
      expect(refusalOf(reviewer, 'approve', head(stage))).toBeNull();
      expect(refusalOf(section, 'return', head(stage))).toBeNull();
      expect(refusalOf(filler, 'approve', head(stage))).toEqual(
        sentence('审核', '部门审核（101）或业务股室审核（S01）'),
      );
    },
  );

  test('the administrator does no business, and the county-wide roles none on a filing', () => {
    for (const act of ['save', 'submit', 'withdraw', 'approve', 'return'] as const) {
      expect(refusalOf(admin, act, head('dept-review'))?.code).toBe('not-yours');
      expect(refusalOf(memberAt(['finance-office', '360733']), act, head('draft'))?.code).toBe('not-yours');
      expect(refusalOf(memberAt(['auditor', '360733']), act, head('draft'))?.code).toBe('not-yours');
    }
  });
});

describe('notice 2.3 · key monitoring reaches a unit by its own flag or its department’s', () => {
  test.each([
    [false, false, false],
    [true, false, true],
    [false, true, true],
    [true, true, true],
  ])('department %s, unit %s: %s', (department, unit, reached) =>
    expect(isKeyMonitored({ keyMonitoring: department }, { keyMonitoring: unit })).toBe(reached),
  );
});
