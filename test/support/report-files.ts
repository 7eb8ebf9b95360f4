/** What is in the files of a report: the parts of a document, the code in a picture. */
import { unzipSync } from 'fflate';
import { decodeQR } from 'qr/decode.js';
import sharp from 'sharp';

/** The parts of a docx that are text, by path, and its pictures. */
export function partsOf(docx: Uint8Array): {
  readonly texts: Readonly<Record<string, string>>;
  readonly pictures: readonly Uint8Array[];
} {
  const parts = Object.entries(unzipSync(docx));
  return {
    texts: Object.fromEntries(
      parts
        .filter(([path]) => /\.(xml|rels)$/.test(path))
        .map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
    ),
    pictures: parts.filter(([path]) => path.endsWith('.png')).map(([, bytes]) => bytes),
  };
}

export interface DocxParagraph {
  readonly text: string;
  readonly font: string;
  /** Points. */
  readonly size: number;
}

/** The paragraphs of the main part with the font and size of their first run. */
export function paragraphsOf(xml: string): readonly DocxParagraph[] {
  return [...xml.matchAll(/<w:p>.*?<\/w:p>/gs)].map(([paragraph]) => ({
    text: [...paragraph.matchAll(/<w:t(?: [^>]*)?>(.*?)<\/w:t>/gs)]
      .map(([, text = '']) => unescaped(text))
      .join(''),
    font: /w:eastAsia="([^"]*)"/.exec(paragraph)?.[1] ?? '',
    size: Number(/<w:sz w:val="(\d+)"/.exec(paragraph)?.[1] ?? 0) / 2,
  }));
}

function unescaped(text: string): string {
  const marks: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => marks[name] ?? '');
}

/** The text of the code in a picture; throws where there is none. */
export async function codeIn(picture: Uint8Array): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR(
    { width: info.width, height: info.height, data: new Uint8Array(data) },
    { effort: 4, timeLimit: 2000 },
  );
}
