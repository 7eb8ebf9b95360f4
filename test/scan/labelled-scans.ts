/**
 * Scans with what is to be seen on them, by class; each class has a scan that the finder was tuned on and another one, of other
 * parameters, that it was not. Half of them are no seals but what could be taken for one.
 */
import { letterhead, lines, photograph, pie, seal, table } from './page-drawing.ts';
import type { ScanOptions } from './scan-maker.ts';

export type Expected = 'seal' | 'none' | 'cannot-tell';

export interface LabelledScan {
  readonly kind: string;
  readonly half: 'tuned' | 'held-out';
  readonly expected: Expected;
  /** Seals on the page, where there are any to count. */
  readonly seals?: number;
  readonly drawing: string;
  readonly options: ScanOptions;
}

type Variant = readonly [drawing: string, options?: ScanOptions];

function pair(expected: Expected, kind: string, tuned: Variant, heldOut: Variant, seals = 1): LabelledScan[] {
  return [
    { kind, half: 'tuned', expected, seals, drawing: tuned[0], options: tuned[1] ?? {} },
    { kind, half: 'held-out', expected, seals, drawing: heldOut[0], options: heldOut[1] ?? {} },
  ];
}

const text = lines(60, 200);
const fullText = lines(30, 280, { seed: 11 });
const bordeaux = '#a4123f';
const phone = { paper: [232, 214, 178], shadow: 0.6, noise: 14 } as const;
const coldPhone = { paper: [196, 214, 230], shadow: 0.55, noise: 16, skew: -2.5 } as const;

const withSeal: readonly LabelledScan[] = [
  ...pair(
    'seal',
    'plain',
    [text + seal({ x: 140, y: 235 })],
    [text + seal({ x: 120, y: 220, seed: 5, diameter: 45 }), { dpi: 300 }],
  ),
  ...pair(
    'seal',
    'faded',
    [text + seal({ x: 140, y: 235, opacity: 0.32 })],
    [text + seal({ x: 130, y: 240, opacity: 0.3, seed: 6 }), { dpi: 300, paper: [244, 238, 224] }],
  ),
  ...pair(
    'seal',
    'carmine',
    [text + seal({ x: 140, y: 235, ink: '#c2185b' })],
    [text + seal({ x: 100, y: 230, ink: bordeaux, seed: 9, opacity: 0.7 }), { quality: 60 }],
  ),
  ...pair(
    'seal',
    'skewed',
    [text + seal({ x: 140, y: 235, turn: 25 }), { skew: 3 }],
    [text + seal({ x: 70, y: 228, turn: -40, seed: 8 }), { skew: -4.5, dpi: 150 }],
  ),
  ...pair(
    'seal',
    'page turned',
    [text + seal({ x: 140, y: 235 }), { quarters: 1 }],
    [text + seal({ x: 150, y: 230, seed: 4 }), { quarters: 2 }],
  ),
  ...pair(
    'seal',
    'two seals',
    [text + seal({ x: 60, y: 235 }) + seal({ x: 150, y: 235, seed: 2 })],
    [text + seal({ x: 75, y: 232, diameter: 38 }) + seal({ x: 128, y: 238, seed: 2, star: false })],
    2,
  ),
  ...pair(
    'seal',
    'over the edge',
    [fullText + seal({ x: 208, y: 150 })],
    [fullText + seal({ x: 2, y: 120, seed: 12, diameter: 45 }), { dpi: 300 }],
  ),
  ...pair(
    'seal',
    'over text',
    [fullText + seal({ x: 130, y: 200 })],
    [fullText + seal({ x: 85, y: 140, seed: 14 }) + lines(120, 160, { seed: 15 }), { dpi: 150 }],
  ),
  ...pair(
    'seal',
    'oval',
    [text + seal({ x: 140, y: 235, diameter: 42, flatness: 0.72, star: false })],
    [text + seal({ x: 110, y: 240, diameter: 45, flatness: 0.67, turn: 20, star: false, seed: 3 })],
  ),
  ...pair(
    'seal',
    'progressive',
    [text + seal({ x: 140, y: 235 }), { progressive: true, dpi: 300 }],
    [text + seal({ x: 60, y: 220, seed: 19 }), { progressive: true, dpi: 150, quality: 70 }],
  ),
  ...pair(
    'seal',
    'coarse and fine',
    [text + seal({ x: 140, y: 235 }), { dpi: 150 }],
    [text + seal({ x: 140, y: 235, seed: 20 }), { dpi: 600 }],
  ),
  ...pair(
    'seal',
    'phone photo',
    [text + seal({ x: 140, y: 235 }), phone],
    [text + seal({ x: 140, y: 225, seed: 21, opacity: 0.6 }), coldPhone],
  ),
  ...pair(
    'seal',
    'under a red letterhead',
    [letterhead() + lines(80, 210) + seal({ x: 140, y: 235 })],
    [letterhead(30) + table(90) + seal({ x: 140, y: 160, seed: 22 }), { subsampling: '4:4:4' }],
  ),
  ...pair(
    'seal',
    'badly inked',
    [text + seal({ x: 140, y: 235, gap: 50, opacity: 0.6 })],
    [text + seal({ x: 120, y: 230, gap: 80, turn: 120, seed: 23 })],
  ),
  ...pair(
    'seal',
    'small and large',
    [text + seal({ x: 140, y: 235, diameter: 30, rim: 0.9 })],
    [text + seal({ x: 130, y: 230, diameter: 58, rim: 1.5, seed: 24 })],
  ),
];

const withoutSeal: readonly LabelledScan[] = [
  ...pair(
    'none',
    'red letterhead',
    [letterhead() + lines(80, 270)],
    [letterhead(30, '#e60012') + text, phone],
  ),
  ...pair('none', 'nothing on it', [''], ['', { dpi: 150, paper: [240, 232, 214], noise: 12 }]),
  ...pair('none', 'black text', [fullText], [lines(40, 200, { seed: 31 }), { ...coldPhone, dpi: 300 }]),
  ...pair('none', 'red table', [table(60, { rows: 18 })], [table(40) + table(160, { ink: '#ff0000' })]),
  ...pair(
    'none',
    'small round logo',
    [text + seal({ x: 40, y: 30, diameter: 16, rim: 0.6 })],
    [text + seal({ x: 160, y: 240, diameter: 22, rim: 0.8, seed: 32 }), { dpi: 300 }],
  ),
  ...pair(
    'none',
    'disc',
    [`${text}<circle cx="140" cy="235" r="21" fill="#d8232a"/>`],
    [`${text}<circle cx="100" cy="230" r="18" fill="#c00"/><circle cx="100" cy="230" r="6" fill="#fff"/>`],
  ),
  ...pair(
    'none',
    'rectangular stamp',
    [
      `${text}<g fill="none" stroke="#d8232a"><rect x="110" y="215" width="42" height="42" stroke-width="1.2"/></g>${lines(222, 250, { ink: '#d8232a' })}`,
    ],
    [
      `${text}<rect x="100" y="215" width="60" height="22" rx="4" fill="none" stroke="#d8232a" stroke-width="1"/>${lines(222, 236, { ink: '#d8232a', seed: 33 })}`,
    ],
  ),
  ...pair(
    'none',
    'chart',
    [text + pie(105, 240, 25, ['#c00', '#e66', '#f99', '#900'])],
    [text + pie(105, 240, 26, ['#d22', '#fa8', '#28c', '#d22', '#eee'], 14)],
  ),
  ...pair(
    'none',
    'red photograph',
    [text + photograph(40, 205, 120, 80)],
    [photograph(20, 30, 170, 120, 41) + lines(165, 280), phone],
  ),
  ...pair(
    'none',
    'empty red circle',
    [`${fullText}<circle cx="120" cy="200" r="20" fill="none" stroke="#e00" stroke-width="0.8"/>`],
    [`${fullText}<ellipse cx="90" cy="150" rx="25" ry="18" fill="none" stroke="#d33" stroke-width="1"/>`],
  ),
  ...pair(
    'none',
    'red text',
    [lines(60, 270, { ink: '#d8232a' })],
    [lines(60, 160, { ink: '#e33', seed: 42, size: 8 }) + lines(170, 270)],
  ),
  ...pair(
    'none',
    'seal in blue',
    [text + seal({ x: 140, y: 235, ink: '#2342b8' })],
    [text + seal({ x: 140, y: 235, ink: '#333', seed: 43 })],
  ),
  ...pair(
    'cannot-tell',
    'grey scan with a seal',
    [text + seal({ x: 140, y: 235 }), { grey: true }],
    [fullText + seal({ x: 90, y: 200, seed: 44 }), { grey: true, dpi: 150, progressive: true }],
  ),
  ...pair('cannot-tell', 'grey scan without', [text, { grey: true }], [fullText, { grey: true, dpi: 300 }]),
  ...pair(
    'cannot-tell',
    'colourless scan in a colour file',
    [`${text}`, { paper: [244, 244, 244], noise: 0 }],
    [`${fullText}`, { paper: [255, 255, 255], noise: 0, dpi: 150 }],
  ),
];

export const labelledScans: readonly LabelledScan[] = [...withSeal, ...withoutSeal];
