/** A writer's words over the report that the figures make (2.2f): never lost, marked where the figures have moved on. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftOf, textOf } from '../../shared/document/report-draft.ts';
import { outlineOf, type ReportOutline, type Section } from '../../shared/document/report-outline.ts';
import type { Narrative } from '../../shared/domain/report.ts';
import { reported, reportSource, slowProject, steady } from './sample-reports.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

const id = fc.constantFrom('opening', '1-project-A', '1-project-B', '2-project-A', '__proto__', 'toString');
const sections = fc
  .uniqueArray(fc.record({ id, headings: fc.constant([]), text: fc.string() }), {
    selector: ({ id: own }) => own,
  })
  .map((some): readonly Section[] => some);
const edits = fc
  .uniqueArray(fc.tuple(id, fc.record({ text: fc.string(), basis: fc.string() })), {
    selector: ([own]) => own,
  })
  .map((some): Narrative => Object.fromEntries(some));

const outlineWith = (some: readonly Section[]): ReportOutline => ({
  ...outlineOf(reportSource()),
  sections: some,
});

describe('edits over a report made anew', () => {
  test('a section is changed by its own figures alone', () => {
    const before = outlineOf(reportSource());
    const edited = ['1-project-101P01', '2-overall-101Z00'].map((own) => {
      const text = before.sections.find((section) => section.id === own)?.text ?? '';
      return [own, { text: `改写${own}`, basis: digest(text) }] as const;
    });
    const { content, ...rest } = slowProject();
    const later = { ...content, texts: { ...content.texts, goalReview: '补充说明后完成过半。' } };
    const filings = [
      reported({ ...rest, content: later }),
      ...reportSource().filings.filter(({ subject }) => subject.code !== '101P01'),
    ];
    const draft = draftOf(outlineOf(reportSource({ filings })), Object.fromEntries(edited), digest);
    const states = draft.sections.filter(({ written }) => written !== null);
    expect(states.map(({ id: own, changed }) => [own, changed])).toEqual([
      ['1-project-101P01', true],
      ['2-overall-101Z00', false],
    ]);
    expect(states.map(textOf)).toEqual(['改写1-project-101P01', '改写2-overall-101Z00']);
  });

  test('words about a subject that is no more wait at the end, and find their place again', () => {
    const project = reported(steady('101P09', '临时项目', 'project'));
    const with9 = outlineOf(reportSource({ filings: [...reportSource().filings, project] }));
    const edit = { '1-project-101P09': { text: '我的文字', basis: 'x' } };
    const gone = draftOf(outlineOf(reportSource()), edit, digest);
    expect(gone.orphans).toEqual([{ id: '1-project-101P09', written: '我的文字' }]);
    const back = draftOf(with9, edit, digest);
    expect(back.orphans).toEqual([]);
    expect(back.sections.find(({ written }) => written === '我的文字')?.id).toBe('1-project-101P09');
  });

  test('every edit is there exactly once, every section as often as before, and in its order', () => {
    fc.assert(
      fc.property(sections, edits, (some, written) => {
        const draft = draftOf(outlineWith(some), written, digest);
        expect(draft.sections.map((section) => section.id)).toEqual(some.map((section) => section.id));
        const kept = [
          ...draft.sections.flatMap((section) =>
            section.written === null ? [] : [[section.id, section.written]],
          ),
          ...draft.orphans.map((orphan) => [orphan.id, orphan.written]),
        ];
        const all = Object.entries(written).map(([own, { text }]) => [own, text]);
        expect(kept.sort()).toEqual(all.sort());
      }),
    );
  });

  test('what was left alone is what the figures say, and only an edit of other figures is marked', () => {
    fc.assert(
      fc.property(sections, edits, (some, written) => {
        const draft = draftOf(outlineWith(some), written, digest);
        for (const [index, section] of draft.sections.entries()) {
          expect(section.generated).toBe(some[index]?.text);
          expect(textOf(section)).toBe(section.written ?? section.generated);
          const edit = Object.entries(written).find(([own]) => own === section.id)?.[1];
          expect(section.changed).toBe(edit !== undefined && edit.basis !== section.basis);
        }
      }),
    );
  });

  test('an edit based on what is shown is never marked', () => {
    fc.assert(
      fc.property(sections, fc.string(), (some, text) => {
        const first = draftOf(outlineWith(some), {}, digest);
        const seen = Object.fromEntries(first.sections.map(({ id: own, basis }) => [own, { text, basis }]));
        const again = draftOf(outlineWith(some), seen, digest);
        expect(again.sections.every(({ changed, written }) => !changed && written === text)).toBe(true);
      }),
    );
  });
});
