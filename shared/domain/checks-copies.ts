/**
 * Narratives that are nearly those of the last round or of another filing of the department (V27). A text that is read again with every
 * evaluation is made comparable once.
 */
import { explainHere, percentText } from './cell-words.ts';
import { type Content, type TextField, textFields } from './content.ts';
import { askForNote } from './explanation.ts';
import type { Finding } from './finding.ts';
import type { Ground } from './ground.ts';
import { truncatedPercent } from './ratio.ts';
import { type Fingerprint, fingerprintOf, isAlike, similarity } from './similarity.ts';

type Texts = Content['texts'];

/** What tells of the work; the reasons of V05 and V09 may well be the same for several subjects. */
const narratives: readonly TextField[] = [
  'goalReview',
  'budgetReview',
  'implementationReview',
  'fundReview',
  'deviationAnalysis',
  'outlook',
  'problems',
  'measures',
];

/** Where a text may have been copied from. */
interface Source {
  readonly name: string;
  readonly texts: Texts;
}

export function copyFindings(content: Content, { last, others, ruleSet }: Ground): readonly Finding[] {
  const sources: readonly Source[] = [
    ...(last === null ? [] : [{ name: '上一轮', texts: last.texts }]),
    ...others.map(({ subject, texts }) => ({ name: `监控对象${subject}`, texts })),
  ];
  return narratives.flatMap((field) => copyFinding(field, content, sources, ruleSet.checks.similarity));
}

/** One question per text: about the source that it resembles most, the last round before the others. */
function copyFinding(
  field: TextField,
  content: Content,
  sources: readonly Source[],
  percent: number,
): readonly Finding[] {
  const own = fingerprintIn(content.texts, field);
  if (own === null) return [];
  const alike = sources.flatMap(({ name, texts }) => {
    const other = fingerprintIn(texts, field);
    if (other === null || !isAlike(own, other, percent)) return [];
    return [{ name, share: truncatedPercent(similarity(own, other)) }];
  });
  const [first, ...rest] = alike;
  if (first === undefined) return [];
  const nearest = rest.reduce((best, each) => (each.share > best.share ? each : best), first);
  const resembles = `与${nearest.name}的同一栏相似度为${percentText(nearest.share)}，超过${percent}%`;
  const message = `“${textFields[field]}”${resembles}，请按本轮实际情况重写；${explainHere}。`;
  return [askForNote(content, `/texts/${field}`, 'V27', message)];
}

/** Texts are never changed in place, and the ledger hands out the neighbours' ones again and again. */
const known = new WeakMap<Texts, Map<TextField, Fingerprint | null>>();

function fingerprintIn(texts: Texts, field: TextField): Fingerprint | null {
  const prepared = known.get(texts) ?? new Map<TextField, Fingerprint | null>();
  known.set(texts, prepared);
  const before = prepared.get(field);
  if (before !== undefined) return before;
  const made = fingerprintOf(texts[field] ?? '');
  prepared.set(field, made);
  return made;
}
