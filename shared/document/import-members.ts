/**
 * Members (人员岗位): one row for each post. The rows of an account are all of its posts, so whoever moves loses the old ones; members
 * who are not in the file stay as they are. An administrator has no business acts (§8), and nobody changes his own posts.
 */
import { memberId } from '../contract/field.ts';
import { type Member, type Post, type Role, roleNames } from '../domain/directory.ts';
import type { Register } from '../domain/register.ts';
import { choiceAt, codeAt, filledAt, isRepeated, longestName, wordsAt } from './import-cells.ts';
import {
  ask,
  block,
  type Draft,
  type PlanContext,
  scopeTexts,
  settle,
  settleFailed,
  type Texts,
} from './import-draft.ts';
import { type Row, type SheetRows, textOf } from './import-rows.ts';
import { noPost } from './import-tables.ts';

interface PostRow {
  readonly row: Row;
  readonly account: string;
  readonly name: string;
  /** Null in a row that takes all posts away. */
  readonly post: Post | null;
}

const choices: Readonly<Record<Role | 'none', string>> = { ...roleNames, none: noPost };

export function planMembers(
  draft: Draft,
  sheets: readonly SheetRows[],
  register: Register,
  context: PlanContext,
): void {
  const places = placesOf(register, context.region);
  const taken = new Set(register.takenAccounts);
  const seen = new Map<string, Row>();
  const groups = new Map<string, PostRow[]>();
  for (const row of sheets.flatMap(({ rows }) => rows)) {
    const read = readRow(draft, row, places);
    const name = read === undefined ? '' : `${read.account} ${labelOf(read.post)}`;
    if (read === undefined || isRepeated(draft, seen, row, { key: 'role', name })) {
      settleFailed(draft, row, textOf(row, 'account'));
      continue;
    }
    if (taken.has(read.account))
      block(
        draft,
        row,
        'account',
        'reference',
        `账号“${read.account}”已由其他地区的人员使用，请另取一个账号`,
      );
    groups.set(read.account, [...(groups.get(read.account) ?? []), read]);
  }
  const known = new Map(register.members.map((member) => [member.id, member]));
  for (const [account, rows] of groups) planMember(draft, rows, known.get(account), context);
}

/** The rows of a filled template. */
export function memberTexts(register: Register, context: PlanContext): readonly Texts[] {
  const scope = scopeTexts(context);
  return register.members.flatMap(({ id, name, posts }) =>
    (posts.length === 0 ? [null] : posts).map((post) => rowTexts(id, name, post, scope)),
  );
}

function readRow(
  draft: Draft,
  row: Row,
  places: Readonly<Record<Role, ReadonlySet<string>>>,
): PostRow | undefined {
  const account = codeAt(draft, row, 'account', memberId);
  const name = wordsAt(draft, row, 'name', longestName);
  const role = choiceAt(draft, row, 'role', choices);
  if (role === 'none') {
    if (textOf(row, 'at') !== '') block(draft, row, 'at', 'form', `“${noPost}”的行不填所在编码，请清空`);
    return account && name && !draft.failed.has(row) ? { row, account, name, post: null } : undefined;
  }
  const at = role && filledAt(draft, row, 'at');
  if (role && at && !places[role].has(at))
    block(
      draft,
      row,
      'at',
      'reference',
      `${roleNames[role]}应填${placeWords[role]}的编码，没有“${at}”，请改正`,
    );
  return account && name && role && at && !draft.failed.has(row)
    ? { row, account, name, post: { role, at } }
    : undefined;
}

const placeWords: Readonly<Record<Role, string>> = {
  'unit-filler': '单位',
  'dept-filler': '部门',
  'dept-reviewer': '部门',
  'section-reviewer': '股室',
  'finance-office': '本县行政区划',
  archivist: '本县行政区划',
  auditor: '本县行政区划',
  admin: '本县行政区划',
};

function placesOf(register: Register, region: string): Readonly<Record<Role, ReadonlySet<string>>> {
  const codes = (things: readonly { readonly code: string }[]) => new Set(things.map(({ code }) => code));
  const [units, departments, sections] = [
    codes(register.units),
    codes(register.departments),
    codes(register.sections),
  ];
  const county = new Set([region]);
  return {
    'unit-filler': units,
    'dept-filler': departments,
    'dept-reviewer': departments,
    'section-reviewer': sections,
    'finance-office': county,
    archivist: county,
    auditor: county,
    admin: county,
  };
}

function planMember(
  draft: Draft,
  rows: readonly PostRow[],
  before: Member | undefined,
  context: PlanContext,
): void {
  const [first] = rows;
  if (first === undefined) return;
  const { account: id, name } = first;
  const posts = rows.flatMap(({ post }) => (post === null ? [] : [post]));
  checkTogether(draft, rows, posts);
  const lost = (before?.posts ?? []).filter((post) => !posts.some((each) => isSamePost(each, post)));
  const moves = before !== undefined && (lost.length > 0 || posts.length !== before.posts.length);
  if (moves && id === context.by)
    block(draft, first.row, 'account', 'post', '不能更改自己的岗位，请由另一位系统管理员办理');
  if (lost.length > 0)
    ask(
      draft,
      first.row,
      'role',
      'whole',
      `导入后将取消${lost.map(labelOf).join('、')}，请确认；仍要保留的请补上一行`,
    );
  const scope = scopeTexts(context);
  for (const { row, post } of rows)
    settle(
      draft,
      row,
      `${id} ${labelOf(post)}`,
      textsBefore(before, post, scope),
      rowTexts(id, name, post, scope),
    );
  const isFailed = rows.some(({ row }) => draft.failed.has(row));
  if (!isFailed && (moves || before?.name !== name))
    draft.changes.push([{ type: 'member', value: { id, region: context.region, name, posts } }]);
}

/** What the rows of an account say together. */
function checkTogether(draft: Draft, rows: readonly PostRow[], posts: readonly Post[]): void {
  const [first] = rows;
  for (const { row, name, post } of rows) {
    if (name !== first?.name)
      block(
        draft,
        row,
        'name',
        'form',
        `与第${first?.row.number}行同一账号的姓名“${first?.name}”不一致，请改成一致`,
      );
    if (post === null && rows.length > 1)
      block(draft, row, 'role', 'post', `“${noPost}”表示没有任何岗位，不能与其他岗位同时填写，请删去其一`);
    if (post?.role === 'admin' && posts.length > 1)
      block(draft, row, 'role', 'post', `${roleNames.admin}不办理业务，不能兼任其他岗位，请另设账号`);
  }
}

/** What the register says in the place of a row: a post that the member has, or all of his posts where they are taken away. */
function textsBefore(before: Member | undefined, post: Post | null, scope: Texts): Texts | null {
  if (before === undefined) return null;
  if (post === null && before.posts.length > 0)
    return {
      ...rowTexts(before.id, before.name, null, scope),
      role: before.posts.map(({ role }) => roleNames[role]).join('、'),
      at: before.posts.map(({ at }) => at).join('、'),
    };
  if (post === null || before.posts.some((each) => isSamePost(each, post)))
    return rowTexts(before.id, before.name, post, scope);
  return null;
}

function rowTexts(account: string, name: string, post: Post | null, scope: Texts): Texts {
  return { ...scope, account, name, role: post ? roleNames[post.role] : noPost, at: post?.at ?? '' };
}

function isSamePost(one: Post, other: Post): boolean {
  return one.role === other.role && one.at === other.at;
}

function labelOf(post: Post | null): string {
  return post === null ? noPost : `${roleNames[post.role]}（${post.at}）`;
}
