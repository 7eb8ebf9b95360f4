/** The county's register (名录与目标) of a fiscal year: everything that an import may change, and one thing of it. */
import type { Department, FinanceSection, Member, Unit } from './directory.ts';
import type { RoundHead } from './round.ts';
import type { Subject, TargetVersion } from './subject.ts';

/** The register as an import sees it: whatever its table needs, the rest is left empty. */
export interface Register {
  readonly sections: readonly FinanceSection[];
  readonly departments: readonly Department[];
  readonly units: readonly Unit[];
  readonly members: readonly Member[];
  /** Accounts that belong to a member of another county, and so can be nobody's here. */
  readonly takenAccounts: readonly string[];
  readonly subjects: readonly Subject[];
  /** The targets in force. */
  readonly targets: readonly TargetVersion[];
}

/** One thing of a county's register, to be written. */
export type Registered =
  | { readonly type: 'region'; readonly name: string }
  | { readonly type: 'department'; readonly value: Department }
  | { readonly type: 'unit'; readonly value: Unit }
  | { readonly type: 'section'; readonly value: FinanceSection }
  | { readonly type: 'member'; readonly value: Member }
  | { readonly type: 'subject'; readonly value: Subject }
  | { readonly type: 'target'; readonly value: TargetVersion; readonly department: string }
  | { readonly type: 'round'; readonly value: RoundHead };
