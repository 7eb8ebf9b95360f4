/** 考核: figures of all departments that the member may assess, a few at a time; of one figure also the filings behind it. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { assess, type FigureName, type Figures, figureNames } from '../../shared/domain/assessment.ts';
import { mayAssess } from '../../shared/domain/assessment-authority.ts';
import type { Department } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { collect } from './collect.ts';
import type { Ports } from './ports.ts';

/** A department of four rounds with twenty filings is some two hundred reads. */
const departmentsAtOnce = 8;

export const readAssessment: UseCase<Ports, 'readAssessment'> = async (
  { ledger, dispositions },
  { member, params: { year }, query, now },
) => {
  const { region } = member;
  const [all, everyRound] = await Promise.all([ledger.departments(region), ledger.rounds(region)]);
  const rounds = everyRound.filter(({ fiscalYear, state }) => fiscalYear === year && state !== 'planned');
  const visible = all.filter(({ code }) => mayAssess(member, code) && (query.department ?? code) === code);
  if (visible.length === 0 || rounds.length === 0)
    return deny(refusal('not-found', { what: '该年度的考核' }));
  const from = visible.filter(({ code }) => code >= (query.cursor ?? ''));
  const page = from.slice(0, departmentsAtOnce);
  const everyDisposition = await dispositions.dispositionsIn(region, year);
  const assessed = [];
  for (const department of page) {
    const place = { region, year, department: department.code };
    const collected = await collect(ledger, place, rounds);
    const comments = await ledger.comments(place);
    const disposed = everyDisposition
      .filter(({ filing }) => filing.department === department.code)
      .map((each) => ({ ...each, document: formatFilingId(each.filing) }));
    const figures = assess({ ...collected, dispositions: disposed }, now);
    assessed.push({ department, figures, comments });
  }
  const rows = query.figure === undefined ? null : (assessed[0]?.figures[query.figure].rows ?? []);
  return accept({
    year,
    departments: assessed.map(({ department, figures, comments }) => ({
      ...named(department),
      figures: inOrder(figures),
      comments: [...comments],
    })),
    rows: rows?.map((row) => ({ ...row })) ?? null,
    cursor: from[departmentsAtOnce]?.code ?? null,
  });
};

function named({ code, name }: Department) {
  return { department: code, name };
}

function inOrder(figures: Figures) {
  return (Object.keys(figureNames) as FigureName[]).map((name) => {
    const { rows: _, split, ...figure } = figures[name];
    return { name, title: figureNames[name], ...figure, split: split && { ...split } };
  });
}
