/**
 * Levels 1 and 2 of the indicators (财预〔2021〕101号) as data: a fixed template that is shown whole, below which approved targets hang
 * their third-level rows. Code 14 is the older place of the costs, 4x the newer one; a subject uses one of them.
 */

export interface TreeNode {
  readonly code: string;
  readonly name: string;
}

const levelOne: Readonly<Record<string, string>> = {
  '1': '产出指标',
  '2': '效益指标',
  '3': '满意度指标',
  '4': '成本指标',
};

const levelTwo: Readonly<Record<string, string>> = {
  '11': '数量指标',
  '12': '质量指标',
  '13': '时效指标',
  '14': '成本指标',
  '21': '经济效益指标',
  '22': '社会效益指标',
  '23': '生态效益指标',
  '24': '可持续影响指标',
  '31': '服务对象满意度指标',
  '41': '经济成本指标',
  '42': '社会成本指标',
  '43': '生态环境成本指标',
};

/** The template in its order, each first level with its second ones. */
export const indicatorTree: readonly (TreeNode & { readonly children: readonly TreeNode[] })[] =
  Object.entries(levelOne).map(([code, name]) => ({ code, name, children: nodesBelow(code) }));

function nodesBelow(code: string): readonly TreeNode[] {
  return Object.entries(levelTwo).flatMap(([inner, name]) =>
    inner.startsWith(code) ? [{ code: inner, name }] : [],
  );
}

export interface Place {
  readonly level1: TreeNode;
  readonly level2: TreeNode;
}

/** Where a third-level row stands, by its code (`11-01`); null where the code has no place in the tree. */
export function placeOf(code: string): Place | null {
  if (!/^\d{2}-\d{2}$/.test(code)) return null;
  const [one, two] = [code.slice(0, 1), code.slice(0, 2)];
  const [outer, inner] = [levelOne[one], levelTwo[two]];
  if (outer === undefined || inner === undefined) return null;
  return { level1: { code: one, name: outer }, level2: { code: two, name: inner } };
}
