/** Red marks on paper, drawn as SVG in millimetres. */

export interface SealMark {
  readonly x: number;
  readonly y: number;
  readonly radius?: number;
  readonly color?: string;
  readonly opacity?: number;
  readonly turn?: number;
  /** Which share of the rim was pressed. */
  readonly rim?: number;
}

/** A round seal: rim, words along it as strokes of different length, a star, a line of words below. */
export function dashedSeal({
  x,
  y,
  radius = 20.5,
  color = '#d6202b',
  opacity = 0.9,
  turn = 0,
  rim = 1,
}: SealMark): string {
  const around = 2 * Math.PI * radius;
  const words = Array.from({ length: 13 }, (_, index) => {
    const angle = -120 + index * 20;
    const strokes = `M-1.6 -1.8h3.2M-1.2 0h2.6M0 -2.4v${3.6 + (index % 3)}M-1.5 ${1.2 + (index % 2)}h3`;
    return `<path transform="rotate(${angle}) translate(0 ${-radius * 0.77})" d="${strokes}"/>`;
  }).join('');
  const star = Array.from({ length: 10 }, (_, index) => {
    const reach = radius * (index % 2 === 0 ? 0.32 : 0.125);
    const angle = (Math.PI / 5) * index - Math.PI / 2;
    return `${(reach * Math.cos(angle)).toFixed(2)},${(reach * Math.sin(angle)).toFixed(2)}`;
  }).join(' ');
  return `<g transform="translate(${x} ${y}) rotate(${turn})" opacity="${opacity}" fill="none" stroke="${color}" stroke-width=".7"><circle r="${radius}" stroke-width="1.1" stroke-dasharray="${around * rim} ${around}"/>${words}<polygon points="${star}" fill="${color}"/><path d="M${-radius * 0.4} ${radius * 0.62}h${radius * 0.8}"/></g>`;
}

/** The seal of a tax office or a shop: two rims, a number in the middle. */
export function ovalSeal(x: number, y: number): string {
  return `<g transform="translate(${x} ${y})" fill="none" stroke="#d6202b"><ellipse rx="20" ry="15" stroke-width="1.1"/><ellipse rx="14" ry="9.5" stroke-width=".4" stroke-dasharray="1.5 .8"/><path d="M-9 0h18M-9 1.6h18" stroke-width=".7"/></g>`;
}

/** A frame with two lines in it. */
export function stamp({
  x,
  y,
  width,
  height,
  corner = 0,
}: {
  x: number;
  y: number;
  width: number;
  height: number;
  corner?: number;
}): string {
  const lines = [0.35, 0.65]
    .map((share) => `M${x + width * 0.15} ${y + height * share}h${width * 0.7}`)
    .join('');
  return `<g fill="none" stroke="#d6202b"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}" stroke-width="1.1"/><path d="${lines}" stroke-width="1.4"/></g>`;
}

/** Dots of paper over a place, where no ink came; always the same ones. */
export function speckles({ x, y }: { x: number; y: number }, count: number): string {
  let seed = 7;
  const next = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const dots = Array.from({ length: count }, () => {
    const [across, down, size] = [x - 24 + next() * 48, y - 24 + next() * 48, 0.25 + next() * 0.5];
    return `<circle cx="${across.toFixed(2)}" cy="${down.toFixed(2)}" r="${size.toFixed(2)}"/>`;
  });
  return `<g fill="#f4f1e8">${dots.join('')}</g>`;
}
