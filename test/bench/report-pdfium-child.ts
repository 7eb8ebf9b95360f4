/** The same questions to a renderer: each page at 36 dpi with the same finder on its pixels, and the code in the footer of the first at 127 dpi. */
import { PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import { decodeQR } from 'qr/decode.js';
import { findSeals } from '../../shared/scan/seal-finder.ts';

const dpi = 36;
const codeDpi = 127;
const footerShare = 0.2;

export async function look(bytes: Uint8Array): Promise<string> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const sealed: number[] = [];
  for (const page of document.pages()) if (await isSealed(page)) sealed.push(page.number + 1);
  const codes = [await codeOn(document.getPage(0))];
  document.destroy();
  library.destroy();
  return `seal on page ${sealed}, ${codes.length} code`;
}

async function isSealed(page: PDFiumPage): Promise<boolean> {
  const { width, height, data } = await page.render({ scale: dpi / 72, render: 'bitmap' });
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    Uint8ClampedArray.from({ length: width * height }, (_, at) => data[4 * at + channel] ?? 0),
  );
  if (red === undefined || green === undefined || blue === undefined) return false;
  return findSeals({ width, height, red, green, blue, isColour: true, isWhole: true }, 25.4 / dpi).length > 0;
}

async function codeOn(page: PDFiumPage): Promise<string> {
  const { width, height, data } = await page.render({ scale: codeDpi / 72, render: 'bitmap' });
  const footer = Math.floor(height * footerShare);
  const from = (height - footer) * width;
  const grey = Uint8Array.from({ length: footer * width }, (_, at) => data[4 * (from + at) + 1] ?? 0);
  return decodeQR(
    { width, height: footer, data: grey },
    { format: 'I420', timeLimit: Number.POSITIVE_INFINITY },
  );
}
