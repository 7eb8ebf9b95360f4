/** 审计核验: walks every chain of a department in a round, its filings, the report made of them and what was disposed of them. */
import { formatDispositionId } from '../../shared/contract/disposition.ts';
import { formatFilingId, formatReportId } from '../../shared/contract/field.ts';
import { verdictOn, verdictWords } from '../../shared/domain/audit.ts';
import { mayPack } from '../../shared/domain/bundle.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import { mapFew } from '../../shared/edge/at-once.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Audited, ProofLedger } from '../../shared/ports-proof.ts';
import type { Ports } from './ports.ts';

export const verifyChains: UseCase<Ports, 'verifyChains'> = async ({ ledger }, { member, query }) => {
  const { round, department } = query;
  const audited = mayPack(member, department)
    ? await auditedIn(ledger, member.region, round, department)
    : [];
  if (audited.length === 0) return deny(refusal('not-found', { what: '这个部门该轮次的填报' }));
  const chains = await mapFew(audited, async (each) => {
    const chain = await ledger.readChain(each);
    const verdict = verdictOn(chain, each.head);
    const events = chain.hashes.length;
    const words = verdictWords(verdict, events, each.head.seq);
    return { of: each.of, document: documentOf(each), events, verdict, words };
  });
  const holds = chains.every(({ verdict }) => verdict === 'holds');
  return accept({ round, department, holds, chains: [...chains] });
};

async function auditedIn(
  ledger: ProofLedger,
  region: string,
  key: string,
  department: string,
): Promise<readonly Audited[]> {
  const round = await ledger.round({ region, round: key });
  if (round === undefined) return [];
  const { fiscalYear, report: slot } = round;
  const [filings, report, dispositions] = await Promise.all([
    ledger.filings({ region, round: key, department }),
    slot === null ? undefined : ledger.report({ region, fiscalYear, period: slot.period, department }),
    ledger.dispositionsIn(region, fiscalYear),
  ]);
  const own = dispositions.filter(({ filing }) => filing.round === key && filing.department === department);
  return [
    ...filings.map((head) => ({ of: 'filing', head }) as const),
    ...(report === undefined ? [] : [{ of: 'report', head: report } as const]),
    ...own.map((head) => ({ of: 'disposition', head }) as const),
  ];
}

function documentOf(audited: Audited): string {
  switch (audited.of) {
    case 'filing':
      return formatFilingId(audited.head);
    case 'report':
      return formatReportId(audited.head);
    case 'disposition':
      return formatDispositionId(audited.head);
  }
}
