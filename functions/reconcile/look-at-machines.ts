/**
 * Looks at what has one execution for as long as it is open: rounds, stamped reports, dispositions. Their machines ask the ledger again by
 * themselves, each time they wake; all that can be lost is the execution.
 */
import { formatDispositionId, rectificationName } from '../../shared/contract/disposition.ts';
import { formatReportId } from '../../shared/contract/field.ts';
import { collectionName, roundExecutionName } from '../../shared/contract/workflow.ts';
import { decideRecoverDisposition, isCarriedOut } from '../../shared/domain/disposition.ts';
import { type DriftKind, isStopped } from '../../shared/domain/drift.ts';
import { isGivenUp } from '../../shared/domain/filing.ts';
import { decideReportRecover } from '../../shared/domain/report-decisions.ts';
import { isCollected } from '../../shared/domain/report-views.ts';
import { decideReissue, type RoundHead, yearsOf } from '../../shared/domain/round.ts';
import type { MachineOf } from '../../shared/ports.ts';
import { type Look, together } from './look.ts';
import type { Ports } from './remedies.ts';

/** Something open, its execution by name, and how it is started anew. */
interface Open {
  readonly kind: DriftKind;
  readonly of: string;
  readonly machine: MachineOf;
  readonly name: string;
  readonly errand: { readonly do: string } | null;
  readonly recovery: number;
  readonly restart: (cause: string) => Promise<boolean>;
}

export async function lookAtMachines(ports: Ports, rounds: readonly RoundHead[]): Promise<Look> {
  const open = [
    ...rounds.filter(({ state }) => state === 'open').map((round) => openRound(ports, round)),
    ...(await openReports(ports, rounds)),
    ...(await openDispositions(ports, rounds)),
  ];
  return together(await Promise.all(open.map((each) => lookAt(ports, each))));
}

async function lookAt({ workflow }: Ports, open: Open): Promise<Look> {
  const { kind, of, machine, name, errand, recovery, restart } = open;
  const isLost = isStopped(errand, await workflow.run(machine, name));
  const over = isGivenUp({ recovery });
  const heal = async () => !over && restart(`drift: ${kind}`);
  return {
    looked: 1,
    findings: isLost ? [{ kind, of, state: String(recovery), heal }] : [],
    givenUp: isLost && over ? [of] : [],
  };
}

/** Issuing again creates only what is missing. */
function openRound({ ledger, now }: Ports, round: RoundHead): Open {
  const restart = async () => {
    const fact = decideReissue(round);
    return fact !== null && (await ledger.appendToRound(round, { fact, at: now(), by: null })) !== undefined;
  };
  return {
    ...{ kind: 'round-stopped', of: `${round.region}-${round.round}`, machine: 'round', restart },
    ...{ name: roundExecutionName(round), errand: round.errand, recovery: round.reissues },
  };
}

async function openReports({ ledger, now }: Ports, rounds: readonly RoundHead[]): Promise<readonly Open[]> {
  const periods = rounds.flatMap(({ region, fiscalYear, report }) =>
    report === null ? [] : { region, fiscalYear, period: report.period },
  );
  const heads = (await Promise.all(periods.map((period) => ledger.reports(period)))).flat();
  return heads.filter(isCollected).map((head) => ({
    ...{ kind: 'report-stopped', of: formatReportId(head), machine: 'reportCollection' },
    ...{ name: collectionName(head), errand: head.errand, recovery: head.recovery },
    restart: async (cause) => {
      const fact = decideReportRecover(head, head, cause);
      return (
        fact !== null && (await ledger.appendToReport(head, { fact, at: now(), by: null })) !== undefined
      );
    },
  }));
}

async function openDispositions(
  { dispositions, now }: Ports,
  rounds: readonly RoundHead[],
): Promise<readonly Open[]> {
  const heads = await Promise.all(
    yearsOf(rounds).map(({ region, fiscalYear }) => dispositions.dispositionsIn(region, fiscalYear)),
  );
  return heads
    .flat()
    .filter(isCarriedOut)
    .map((head) => ({
      ...{ kind: 'disposition-stopped', of: formatDispositionId(head), machine: 'rectification' },
      ...{ name: rectificationName(head), errand: head.errand, recovery: head.recovery },
      restart: async (cause) => {
        const fact = decideRecoverDisposition(head, head.recovery, cause);
        const entry = fact && { fact, at: now(), by: null };
        return entry !== null && (await dispositions.appendToDisposition(head, entry)) !== undefined;
      },
    }));
}
