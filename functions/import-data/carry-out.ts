/**
 * Brings the register after an accepted import. Whoever finds one that broke off does the same from the archived file: rows that are
 * written already are unchanged then, so that doing it again, or twice at a time, comes to the same end.
 */
import { formatImportId, parseImportId } from '../../shared/contract/import.ts';
import type { Plan } from '../../shared/document/import-plan.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { ImportRef, ImportsHead } from '../../shared/domain/imports.ts';
import { Fault } from '../../shared/fault.ts';
import { type Occasion, type Ports, planFile } from './plan-file.ts';

/** Plans that somebody else, at the same work, has overtaken; then it is his. */
const mostPlans = 5;

/** The present head, after finishing what somebody has left unfinished. */
export async function finishPending(ports: Ports, region: string): Promise<ImportsHead> {
  const head = await ports.ledger.importsHead(region);
  if (head.applying === null) return head;
  await carryOut(ports, head);
  return ports.ledger.importsHead(region);
}

/** `accepted` is the plan that was accepted, where it is at hand. */
export async function carryOut(ports: Ports, head: ImportsHead, accepted?: Plan): Promise<void> {
  const { ledger, now } = ports;
  if (head.applying === null) return;
  const { import: id, at } = head.applying;
  const ref = parseImportId(id);
  if (ref === undefined) throw new Error(`accepted import ${id} has no import’s id`);
  const occasion = { region: head.region, on: dayOf(at), by: null };
  let plan = accepted ?? (await planArchived(ports, ref, occasion));
  for (let turn = 1; turn <= mostPlans; turn += 1) {
    if (await ledger.applyImport(head, ref.year, plan.changes)) {
      await ledger.appendToImports(head, { fact: { type: 'applied', import: id }, at: now(), by: null });
      return;
    }
    const { seq } = await ledger.importsHead(head.region);
    if (seq !== head.seq) return;
    plan = await planArchived(ports, ref, occasion);
  }
  throw new Fault('apply import', new Error(`${id} was overtaken ${mostPlans} times`));
}

/** On the register as it stands now. What could be read when it was accepted can be read still, or that is a defect. */
async function planArchived(ports: Ports, ref: ImportRef, occasion: Occasion): Promise<Plan> {
  const id = formatImportId(ref);
  const planned = await planFile(ports, ref, occasion, await ports.files.kept(occasion.region, id));
  if (!planned.ok) throw new Error(`accepted import ${id} cannot be read: ${planned.refusal.detail}`);
  return planned.value.plan;
}
