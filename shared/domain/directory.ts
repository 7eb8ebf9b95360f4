/** Who there is: departments, units, finance sections and members with their posts (岗位). Codes never change, names may. */

/** A supervising department (主管部门), code of three digits. */
export interface Department {
  readonly code: string;
  readonly name: string;
  /** Code of the finance section (对口业务股室) assigned for the year. */
  readonly section: string;
  /** Under key monitoring this year (clause 2.3). */
  readonly keyMonitoring: boolean;
}

/** A budget unit (预算单位): the department's code and three digits more; the department's own office is a unit too. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly department: string;
  /** Under key monitoring by itself; its department's flag reaches it without being repeated here. */
  readonly keyMonitoring: boolean;
}

/** Whether the flag of the department or of the unit reaches what the unit spends (clause 2.3). */
export function isKeyMonitored(
  department: Pick<Department, 'keyMonitoring'>,
  unit: Pick<Unit, 'keyMonitoring'>,
): boolean {
  return department.keyMonitoring || unit.keyMonitoring;
}

/** A section of the finance bureau (财政业务股室). */
export interface FinanceSection {
  readonly code: string;
  readonly name: string;
}

export const roles = [
  'unit-filler',
  'dept-filler',
  'dept-reviewer',
  'section-reviewer',
  'finance-office',
  'archivist',
  'auditor',
  'admin',
] as const;
export type Role = (typeof roles)[number];

export const roleNames: Readonly<Record<Role, string>> = {
  'unit-filler': '单位经办',
  'dept-filler': '部门经办',
  'dept-reviewer': '部门审核',
  'section-reviewer': '业务股室审核',
  'finance-office': '绩效股',
  archivist: '档案员',
  auditor: '审计',
  admin: '系统管理员',
};

/** A role at a place: a unit, a department or a section by code; county-wide roles stand at the region's code. */
export interface Post {
  readonly role: Role;
  readonly at: string;
}

/** A post of another, at which somebody reviews for him (代办). */
export interface DelegatedPost extends Post {
  readonly for: { readonly id: string; readonly name: string };
}

/** `李某`, or of a deputy `李某（代王某）`: whoever reads what was done reads both names. */
export function bothNames({ name, for: giver }: Signing): string {
  return giver === undefined ? name : `${name}（代${giver.name}）`;
}
interface Signing {
  readonly name: string;
  readonly for?: { readonly name: string } | undefined;
}

export interface Member {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly posts: readonly Post[];
  /** Held for others at this moment, for reviewing filings and nothing else. */
  readonly delegated?: readonly DelegatedPost[];
}
