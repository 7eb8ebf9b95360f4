/**
 * Pieces of a scanned page as SVG in millimetres: seals, text, letterheads, tables, pictures. Characters are strokes drawn by a seeded
 * generator, because a machine may have no Chinese font.
 */

/** Numbers in [0, 1) that are the same on every run. */
export function seeded(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Something like a Chinese character: strokes within a square around the origin. */
function glyph(random: () => number, size: number): string {
  const place = () => ((random() - 0.5) * size).toFixed(2);
  const half = (size / 2).toFixed(2);
  const strokes = Array.from({ length: 5 + Math.floor(random() * 4) }, () =>
    random() < 0.5 ? `M-${half} ${place()}H${half}` : `M${place()} -${half}V${half}`,
  );
  return `<path d="${strokes.join('')}" fill="none" stroke-width="${(size / 9).toFixed(2)}"/>`;
}

export interface Seal {
  readonly x: number;
  readonly y: number;
  readonly diameter?: number;
  /** Height ÷ width. */
  readonly flatness?: number;
  readonly turn?: number;
  readonly ink?: string;
  readonly opacity?: number;
  readonly rim?: number;
  readonly star?: boolean;
  readonly seed?: number;
  /** Degrees of the rim that the stamp has not printed. */
  readonly gap?: number;
}

/** An official seal: rim, characters along it, a star or a line in the middle. */
export function seal(options: Seal): string {
  const { x, y, diameter = 42, flatness = 1, turn = 0, ink = '#d8232a', opacity = 0.85, rim = 1.2 } = options;
  const { star = true, seed = 1, gap = 0 } = options;
  const random = seeded(seed);
  const r = diameter / 2;
  const characters = Array.from({ length: 12 }, (_, index) => {
    const angle = -210 + (240 / 11) * index;
    return `<g transform="rotate(${angle + 90}) translate(0 ${-r * 0.77})">${glyph(random, r * 0.24)}</g>`;
  });
  const below = Array.from(
    { length: 4 },
    (_, index) =>
      `<g transform="translate(${(index - 1.5) * r * 0.24} ${r * 0.5})">${glyph(random, r * 0.2)}</g>`,
  );
  const around = 2 * Math.PI * (r - rim / 2);
  const dashes = gap === 0 ? '' : ` stroke-dasharray="${around * (1 - gap / 360)} ${around}"`;
  const middle = star ? starOf(r * 0.33) : `<g>${glyph(random, r * 0.4)}</g>`;
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(1 ${flatness})" fill="${ink}" stroke="${ink}" opacity="${opacity}">
    <circle r="${r - rim / 2}" fill="none" stroke-width="${rim}"${dashes}/>${characters.join('')}${below.join('')}${middle}</g>`;
}

function starOf(r: number): string {
  const points = Array.from({ length: 10 }, (_, index) => {
    const [reach, angle] = [index % 2 === 0 ? r : r * 0.38, (index * Math.PI) / 5 - Math.PI / 2];
    return `${(reach * Math.cos(angle)).toFixed(2)},${(reach * Math.sin(angle)).toFixed(2)}`;
  });
  return `<polygon points="${points.join(' ')}" stroke="none"/>`;
}

/** Lines of characters, 7 mm apart as on an official document. */
export function lines(from: number, to: number, { ink = '#222', seed = 7, size = 4.6 } = {}): string {
  const random = seeded(seed);
  const rows: string[] = [];
  for (let y = from; y < to; y += size * 1.8)
    for (let x = 30; x < 182; x += size * 1.2)
      if (random() < 0.93) rows.push(`<g transform="translate(${x} ${y})">${glyph(random, size)}</g>`);
  return `<g stroke="${ink}">${rows.join('')}</g>`;
}

/** The head of a document in red: large characters and a double rule. */
export function letterhead(y = 40, ink = '#d8232a'): string {
  const random = seeded(3);
  const large = Array.from(
    { length: 9 },
    (_, index) => `<g transform="translate(${38 + index * 17} ${y})">${glyph(random, 13)}</g>`,
  );
  return `<g stroke="${ink}">${large.join('')}<path d="M26 ${y + 22}H184" stroke-width="1"/><path d="M26 ${y + 24}H184" stroke-width="0.4"/></g>`;
}

/** A table with rules of a colour, some cells filled. */
export function table(y: number, { ink = '#c8102e', rows = 8, fill = '#f6c9cd' } = {}): string {
  const rules = Array.from({ length: rows + 1 }, (_, row) => `M25 ${y + row * 10}H185`).join('');
  const columns = [25, 55, 95, 130, 160, 185].map((x) => `M${x} ${y}V${y + rows * 10}`).join('');
  return `<rect x="25" y="${y}" width="160" height="10" fill="${fill}"/><path d="${rules}${columns}" stroke="${ink}" stroke-width="0.6" fill="none"/>`;
}

/** Dark red and skin-like patches without an edge: a photograph as far as colours go. */
export function photograph(x: number, y: number, width: number, height: number, seed = 5): string {
  const random = seeded(seed);
  const spots = Array.from({ length: 60 }, () => {
    const [hue, light] = [Math.floor(random() * 30) - 10, 25 + Math.floor(random() * 45)];
    const [cx, cy, r] = [x + random() * width, y + random() * height, 4 + random() * 18];
    return `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" fill="hsl(${hue} 70% ${light}%)"/>`;
  });
  return `<clipPath id="frame${seed}"><rect x="${x}" y="${y}" width="${width}" height="${height}"/></clipPath>
    <filter id="soft${seed}"><feGaussianBlur stdDeviation="1.5"/></filter>
    <g clip-path="url(#frame${seed})"><rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#a33"/><g filter="url(#soft${seed})">${spots.join('')}</g></g>`;
}

/** Pieces of a pie from the middle; `inner` makes it a ring. */
export function pie(x: number, y: number, r: number, inks: readonly string[], inner = 0): string {
  const part = (2 * Math.PI) / inks.length;
  const at = (angle: number) =>
    `${(x + r * Math.sin(angle)).toFixed(2)} ${(y - r * Math.cos(angle)).toFixed(2)}`;
  const pieces = inks.map(
    (ink, index) =>
      `<path d="M${x} ${y}L${at(index * part)}A${r} ${r} 0 0 1 ${at((index + 1) * part)}Z" fill="${ink}"/>`,
  );
  return `${pieces.join('')}${inner > 0 ? `<circle cx="${x}" cy="${y}" r="${inner}" fill="#fff"/>` : ''}`;
}
