/** The same question to a renderer: each page at 36 dpi, and the same finder on its pixels. */
import { PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import { findSeals } from '../../shared/scan/seal-finder.ts';

const dpi = 36;

export async function look(bytes: Uint8Array): Promise<string> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const sealed: number[] = [];
  for (const page of document.pages()) if (await isSealed(page)) sealed.push(page.number + 1);
  document.destroy();
  library.destroy();
  return `seal on page ${sealed}`;
}

async function isSealed(page: PDFiumPage): Promise<boolean> {
  const { width, height, data } = await page.render({ scale: dpi / 72, render: 'bitmap' });
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    Uint8ClampedArray.from({ length: width * height }, (_, at) => data[4 * at + channel] ?? 0),
  );
  if (red === undefined || green === undefined || blue === undefined) return false;
  return findSeals({ width, height, red, green, blue, isColour: true, isWhole: true }, 25.4 / dpi).length > 0;
}
