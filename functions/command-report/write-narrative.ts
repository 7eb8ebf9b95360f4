/** 保存报告文字: the writer's own words, section by section, each with what he had before him. */
import { decideNarrate, editNarrative } from '../../shared/domain/report-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnReport, type Ports } from './act-on-report.ts';

export const writeNarrative: UseCase<Ports, 'writeNarrative'> = (ports, request) =>
  actOnReport(ports, request, 'narrate', async (head) => {
    const narrative = editNarrative(await ports.ledger.narrative(head), request.body.sections);
    return decideNarrate(head, narrative, ports.ledger.narrativeDigest(narrative));
  });
