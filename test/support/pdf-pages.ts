/** The sheets of a PDF as other readers show them: the lines of text on each, and a picture of it as a printer would make it. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';

export interface SheetPicture {
  /** Dots. */
  readonly width: number;
  readonly height: number;
  /** PNG. */
  readonly bytes: Uint8Array;
}

export async function picturesOf(pdf: Uint8Array, dotsPerInch = 200): Promise<readonly SheetPicture[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(new Uint8Array(pdf));
  const pictures: SheetPicture[] = [];
  for (const page of document.pages()) {
    const { data, width, height } = await page.render({ scale: dotsPerInch / 72, render: pngOf });
    pictures.push({ width, height, bytes: data });
  }
  document.destroy();
  library.destroy();
  return pictures;
}

async function pngOf({ data, width, height }: { data: Uint8Array; width: number; height: number }) {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** Page by page, the lines from top to bottom without spaces: what stands at one height is a line. */
export async function linesOf(pdf: Uint8Array): Promise<readonly (readonly string[])[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: string[][] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const lines = new Map<number, string>();
    for (const item of items) {
      if (!('str' in item)) continue;
      const at = Math.round(Number(item.transform[5]));
      lines.set(at, `${lines.get(at) ?? ''}${item.str.replace(/\s/g, '')}`);
    }
    pages.push(
      [...lines]
        .filter(([, text]) => text !== '')
        .sort(([a], [b]) => b - a)
        .map(([, text]) => text),
    );
  }
  await document.destroy();
  return pages;
}
