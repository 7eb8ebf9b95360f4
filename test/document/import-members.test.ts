/** Imports of members: rows of an account are all of his posts; nobody gets more than the administrator may give. */
import { describe, expect, test } from 'vitest';
import { county, plan, remarks } from './import-desk.ts';

const row = (account: string, name: string, role: string, at: string) => ({ account, name, role, at });
const memberOf = (...rows: Parameters<typeof plan>[1]) => plan('members', rows).changes.flat();

describe('posts', () => {
  test('a new member with two posts is one thing to write', () => {
    const planned = plan('members', [
      row('wang', '王某', '部门经办', '101'),
      row('wang', '王某', '单位经办', '101002'),
    ]);
    expect(planned.counts).toEqual({ new: 2, changed: 0, unchanged: 0, errors: 0, asks: 0 });
    const posts = [
      { role: 'dept-filler', at: '101' },
      { role: 'unit-filler', at: '101002' },
    ];
    expect(planned.changes).toEqual([
      [{ type: 'member', value: { id: 'wang', region: '360733', name: '王某', posts } }],
    ]);
  });

  test('a second post beside the first is new, and nothing has to be confirmed', () => {
    const planned = plan('members', [
      row('li', '李某', '单位经办', '101001'),
      row('li', '李某', '单位经办', '101002'),
    ]);
    expect(planned.counts).toEqual({ new: 1, changed: 0, unchanged: 1, errors: 0, asks: 0 });
  });

  test('whoever moves loses the old post, which has to be confirmed', () => {
    const planned = plan('members', [row('li', '李某', '单位经办', '101002')]);
    expect(planned.counts).toEqual({ new: 1, changed: 0, unchanged: 0, errors: 0, asks: 1 });
    expect(remarks(planned)).toEqual(['explain whole E2']);
    expect(planned.verdicts[0]?.message).toContain('单位经办（101001）');
  });

  test('停用 takes all posts away and leaves the account', () => {
    const planned = plan('members', [row('li', '李某', '停用', '')]);
    expect(planned.counts).toEqual({ new: 0, changed: 1, unchanged: 0, errors: 0, asks: 1 });
    expect(planned.rows[0]?.cells).toEqual([
      { cell: 'E2', label: '岗位', before: '单位经办', after: '停用' },
      { cell: 'F2', label: '所在编码', before: '101001', after: '' },
    ]);
    expect(planned.changes.flat()).toEqual([
      { type: 'member', value: { id: 'li', region: '360733', name: '李某', posts: [] } },
    ]);
  });

  test('a name may change; the same again is nothing', () => {
    expect(memberOf(row('li', '李某某', '单位经办', '101001'))).toMatchObject([
      { value: { name: '李某某' } },
    ]);
    expect(memberOf(row('li', '李某', '单位经办', '101001'))).toEqual([]);
  });

  test.each([
    ['部门审核', '101'],
    ['业务股室审核', 'S01'],
    ['绩效股', '360733'],
    ['档案员', '360733'],
    ['审计', '360733'],
    ['系统管理员', '360733'],
  ])('%s stands at %s', (role, at) => {
    expect(plan('members', [row('wang', '王某', role, at)]).counts).toMatchObject({ new: 1, errors: 0 });
  });
});

describe('refused', () => {
  test.each<[string, readonly ReturnType<typeof row>[], string, string]>([
    ['an account that is none', [row('王', '王某', '审计', '360733')], 'block form C2', '“王”'],
    ['no name', [row('wang', '', '审计', '360733')], 'block form D2', '没有填写'],
    ['a post that is none', [row('wang', '王某', '局长', '101')], 'block form E2', '“局长”'],
    ['no place', [row('wang', '王某', '单位经办', '')], 'block form F2', '没有填写'],
    ['a unit that is none', [row('wang', '王某', '单位经办', '101')], 'block reference F2', '单位的编码'],
    [
      'another county’s code',
      [row('wang', '王某', '绩效股', '360734')],
      'block reference F2',
      '本县行政区划',
    ],
    ['a place beside 停用', [row('wang', '王某', '停用', '101')], 'block form F2', '清空'],
    [
      'an account of another county’s member',
      [row('stranger', '某', '审计', '360733')],
      'block reference C2',
      '其他地区',
    ],
  ])('%s', (_, rows, remark, words) => {
    const planned = plan('members', rows);
    expect(remarks(planned)).toEqual([remark]);
    expect(planned.verdicts[0]?.message).toContain(words);
    expect(planned.counts.errors).toBe(1);
    expect(planned.changes).toEqual([]);
  });

  test('the same post twice', () => {
    const twice = row('wang', '王某', '审计', '360733');
    expect(remarks(plan('members', [twice, twice]))).toEqual(['block duplicate E3']);
  });

  test('two names for one account', () => {
    const planned = plan('members', [
      row('wang', '王某', '审计', '360733'),
      row('wang', '王甲', '档案员', '360733'),
    ]);
    expect(remarks(planned)).toEqual(['block form D3']);
    expect(planned.changes).toEqual([]);
  });

  test('停用 beside a post', () => {
    const planned = plan('members', [row('wang', '王某', '审计', '360733'), row('wang', '王某', '停用', '')]);
    expect(remarks(planned)).toEqual(['block post E3']);
  });

  test('an administrator with a business post (§8)', () => {
    const planned = plan('members', [
      row('wang', '王某', '系统管理员', '360733'),
      row('wang', '王某', '绩效股', '360733'),
    ]);
    expect(remarks(planned)).toEqual(['block post E2']);
    expect(planned.changes).toEqual([]);
  });
});

describe('one’s own posts', () => {
  const toAudit = row('admin', '管理员', '审计', '360733');

  test('are another administrator’s to change', () => {
    const planned = plan('members', [toAudit]);
    expect(remarks(planned)).toEqual(['block post C2', 'explain whole E2']);
    expect(plan('members', [toAudit], { by: 'other-admin' }).counts.errors).toBe(0);
  });

  test('may stand in the file as they are, under a new name too', () => {
    expect(plan('members', [row('admin', '管理员甲', '系统管理员', '360733')]).counts).toMatchObject({
      changed: 1,
      errors: 0,
    });
  });

  test('stop nobody from carrying out what has been accepted', () => {
    expect(plan('members', [toAudit], { by: null }).changes).toHaveLength(1);
  });
});

test('members who are not in the file stay as they are', () => {
  const planned = plan('members', [row('wang', '王某', '审计', '360733')], { register: county() });
  expect(planned.changes.flat()).toHaveLength(1);
});
