/**
 * The seal hint on the labelled set, by class: figures as they are, those of the half that the finder was tuned on and those of the
 * half that it was not. Both halves were drawn by the finder's author; others were drawn by somebody else.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { sealHint, sightOf } from '../../shared/scan/seal-hint.ts';
import { type LabelledScan, labelledScans } from './labelled-scans.ts';
import { scanOf } from './scan-maker.ts';
import { imageOf, pageWith } from './scan-page.ts';

const halves = ['tuned', 'held-out'] as const;
const right = new Map<string, Map<string, string>>();

afterAll(() => {
  for (const half of halves) {
    const classes = [...(right.get(half) ?? [])];
    const good = classes.filter(([, verdict]) => verdict === 'right').length;
    console.log(`${half}: ${good} of ${classes.length} right`);
    for (const [kind, verdict] of classes) console.log(`  ${kind.padEnd(34)} ${verdict}`);
  }
});

async function hintOf({ drawing, options }: LabelledScan) {
  const scan = await scanOf(drawing, options);
  return sealHint([sightOf(pageWith([imageOf(scan)], { widthMm: scan.widthMm, heightMm: scan.heightMm }))]);
}

describe('the labelled set', () => {
  test('is large enough, and half of it shows no seal that could be seen', () => {
    expect(labelledScans.length).toBeGreaterThanOrEqual(40);
    const sealed = labelledScans.filter(({ expected }) => expected === 'seal');
    expect(sealed.length * 2).toBe(labelledScans.length);
    for (const half of halves)
      expect(labelledScans.filter((each) => each.half === half).length * 2).toBe(labelledScans.length);
  });

  test.each(labelledScans.map((each) => [each.half, each.kind, each] as const))(
    '%s: %s',
    async (half, kind, each) => {
      const hint = await hintOf(each);
      const isRight =
        hint.hint === each.expected && (hint.hint !== 'seal' || hint.places[0]?.seals.length === each.seals);
      const verdicts = right.get(half) ?? new Map<string, string>();
      right.set(half, verdicts.set(kind, isRight ? 'right' : `${hint.hint} for ${each.expected}`));
      expect(hint).toMatchObject({ hint: each.expected });
      if (hint.hint === 'seal') expect(hint.places[0]?.seals).toHaveLength(each.seals ?? 1);
      if (hint.hint === 'cannot-tell') expect(hint.reason).toBe('grey');
    },
  );
});
