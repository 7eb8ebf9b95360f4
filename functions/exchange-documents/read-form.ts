/** The form of a filing as a workbook, to be filled in without the network. Whoever sees the filing may have it. */
import { xlsxType } from '../../shared/contract/file.ts';
import { stampOf } from '../../shared/document/form-stamp.ts';
import { formWorkbook } from '../../shared/document/form-workbook.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import type { Ports } from './ports.ts';
import { digest, presentForm } from './present-form.ts';

export const readForm: UseCase<Ports, 'readForm'> = async ({ ledger }, { member, params }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const { cells, sealable } = await presentForm(ledger, found.value);
  const bytes = await writeWorkbook(formWorkbook(cells, stampOf(sealable, cells, digest)));
  const { subject, round } = found.value;
  return accept({ name: `监控表-${subject}-${round}.xlsx`, type: xlsxType, bytes, cursor: null });
};
