/** 退回: back to the filler, or from the section to the department, with a reason that says what to change and, where the reviewer wants, remarks pinned to single cells. */
import type { FilingHead, Pin } from '../../shared/domain/filing.ts';
import { decideReturn } from '../../shared/domain/filing-decisions.ts';
import { formCells } from '../../shared/domain/form.ts';
import { type Issue, refusalWith } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger } from '../../shared/ports.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const returnFiling: UseCase<Ports, 'returnFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'return', async (head) => {
    const decided = decideReturn(head, request.member.id, request.body);
    if (!decided.ok || request.body.pins.length === 0) return decided;
    const astray = await astrayPins(ports.ledger, head, request.body.pins);
    return astray.length === 0 ? decided : deny(refusalWith('invalid-input', astray));
  });

/** A pin belongs to a cell of this filing's form, or to a whole row or part of it. */
async function astrayPins(ledger: Ledger, head: FilingHead, pins: readonly Pin[]): Promise<readonly Issue[]> {
  const { round, subject, target } = await ledger.ground(head);
  const form = { ...subject, indicators: target.indicators, cutoffMonth: round.cutoffMonth };
  const places = new Set(formCells(form).flatMap(({ pointer }) => placesOf(pointer)));
  return pins.flatMap(({ pointer }, index) =>
    places.has(pointer)
      ? []
      : [
          {
            pointer: `/pins/${index}/pointer`,
            rule: 'form',
            message: `批注位置“${pointer}”不在这份监控表上，请重新选择单元格。`,
          },
        ],
  );
}

/** `/rows/11-01/actual`, and what it lies in: `/rows/11-01` and `/rows`. */
function placesOf(pointer: string): readonly string[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((_, depth) => `/${parts.slice(0, depth + 1).join('/')}`);
}
