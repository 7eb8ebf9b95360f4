/**
 * A report as a page to print, laid out like its document (GB/T 9704-2012). It runs nothing and fetches nothing, and every text is escaped. The
 * code is drawn at the foot of each sheet by any browser; a table's repeated foot keeps its place free of text. Page numbers need one
 * that knows margin boxes.
 */
import { type Markup, markup } from './markup.ts';
import { codeDrawing } from './report-code-mark.ts';
import { type DraftSection, type ReportDraft, textOf } from './report-draft.ts';
import { codePlace, fonts, linesOf, page } from './report-layout.ts';
import type { Heading } from './report-outline.ts';

/** `code` is the text of the code. */
export function printReport(report: ReportDraft, code: string): string {
  const html = markup`<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>${report.title.join('')}</title><style>${style}</style></head>
<body>
${codeDrawing(code)}
<table>
<tfoot><tr><td></td></tr></tfoot>
<tbody><tr><td>
<h1>${report.title.map((text) => markup`<span>${text}</span>`)}</h1>
<p class="month">${report.month}</p>
<p class="blank"></p>
${report.sections.map(sectionOf)}
<p class="blank"></p>
<div class="signature">${report.signature.map((text) => markup`<p>${text}</p>`)}</div>
</td></tr></tbody>
</table>
</body>
</html>
`;
  return html.html;
}

function sectionOf(section: DraftSection): Markup {
  const paragraphs = linesOf(textOf(section)).map((text) => markup`<p>${text}</p>`);
  return markup`${section.headings.map(headingOf)}${paragraphs}
`;
}

function headingOf({ level, text }: Heading): Markup {
  return level === 1
    ? markup`<h2>${text}</h2>`
    : level === 2
      ? markup`<h3>${text}</h3>`
      : markup`<h4>${text}</h4>`;
}

/** Under the text: the code, and below it the edge that it keeps clear of. */
const edge = codePlace.fromBottom - codePlace.size;
const family = (named: string, other: string) => `"${fonts.latin}", "${named}", ${other}`;
const fangSong = family(fonts.body, 'FangSong, STFangsong, "Noto Serif CJK SC", serif');

const css = `
@page { size: A4; margin: ${page.top}mm ${page.right}mm ${edge}mm ${page.left}mm; }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: ${page.number}pt "${fonts.number}", SimSun, serif; vertical-align: top; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: ${page.number}pt "${fonts.number}", SimSun, serif; vertical-align: top; } }
* { box-sizing: border-box; margin: 0; padding: 0; }
body { color: #000; background: #fff; font: ${page.body}pt/${page.line}pt ${fangSong}; letter-spacing: ${page.spacing}pt; }
.code { position: fixed; bottom: 0; left: 50%; width: ${codePlace.size}mm; height: ${codePlace.size}mm; margin-left: -${codePlace.size / 2}mm; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
tfoot { display: table-footer-group; }
tfoot td { height: ${page.bottom - edge}mm; }
p, h3, h4 { text-indent: 2em; text-align: justify; white-space: pre-wrap; overflow-wrap: anywhere; }
h1 { text-align: center; font: ${page.title}pt/${page.line}pt ${family(fonts.title, 'SimSun, "Noto Serif CJK SC", serif')}; }
h1 span { display: block; }
h2 { text-indent: 2em; font: ${page.body}pt/${page.line}pt ${family(fonts[1], 'SimHei, "Noto Sans CJK SC", sans-serif')}; }
h3 { font: ${page.body}pt/${page.line}pt ${family(fonts[2], 'KaiTi, "Noto Serif CJK SC", serif')}; }
h4 { font: bold ${page.body}pt/${page.line}pt ${fangSong}; }
h2, h3, h4 { break-after: avoid; }
p.month { text-align: center; text-indent: 0; }
p.blank { height: ${page.line}pt; }
.signature { break-inside: avoid; }
.signature p { text-align: right; }
`;

/** Holds no text of anybody, so it is markup as it stands. */
const style: Markup = { html: css };
