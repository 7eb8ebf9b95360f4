/**
 * Brings the register after an accepted import. Whoever finds one that broke off does the same from the archived file: rows that are
 * written already are unchanged then, so that doing it again, or twice at a time, comes to the same end.
 */
import { parseImportId } from '../../shared/contract/import.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { ImportsHead } from '../../shared/domain/imports.ts';
import { Fault } from '../../shared/fault.ts';
import { type PlannedFile, type Ports, planSheets, readSheets } from './plan-file.ts';

/** Plans that somebody else, at the same work, has overtaken; then it is his. */
const mostPlans = 5;

/** The present head, after finishing what somebody has left unfinished. */
export async function finishPending(ports: Ports, region: string): Promise<ImportsHead> {
  const head = await ports.ledger.importsHead(region);
  if (head.applying === null) return head;
  await carryOut(ports, head);
  return ports.ledger.importsHead(region);
}

/** `planned` is the plan that was accepted, where it is at hand. */
export async function carryOut(ports: Ports, head: ImportsHead, planned?: PlannedFile): Promise<void> {
  const { ledger, now } = ports;
  if (head.applying === null) return;
  const { import: id, at } = head.applying;
  const ref = parseImportId(id);
  if (ref === undefined) throw new Error(`accepted import ${id} has no import’s id`);
  const sheets = planned?.sheets ?? (await archivedSheets(ports, head.region, id, ref));
  const occasion = { region: head.region, on: dayOf(at), by: null };
  let plan = planned?.plan ?? (await planSheets(ports, ref, occasion, sheets));
  for (let turn = 1; turn <= mostPlans; turn += 1) {
    if (await ledger.applyImport(head, ref.year, plan.changes)) {
      await ledger.appendToImports(head, { fact: { type: 'applied', import: id }, at: now(), by: null });
      return;
    }
    const { seq } = await ledger.importsHead(head.region);
    if (seq !== head.seq) return;
    plan = await planSheets(ports, ref, occasion, sheets);
  }
  throw new Fault('apply import', new Error(`${id} was overtaken ${mostPlans} times`));
}

/** What was accepted could be read then; that it cannot now is a defect. */
async function archivedSheets(
  { files }: Ports,
  region: string,
  id: string,
  ref: Parameters<typeof readSheets>[0],
): Promise<PlannedFile['sheets']> {
  const sheets = await readSheets(ref, await files.kept(region, id));
  if (!sheets.ok) throw new Error(`accepted import ${id} cannot be read: ${sheets.refusal.detail}`);
  return sheets.value;
}
