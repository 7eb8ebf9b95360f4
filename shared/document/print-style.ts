/** How printed forms look: official paper in black and white, in fonts that office PCs have; none is fetched. */
import type { Markup } from './markup.ts';

const css = `
@page { size: A4 landscape; margin: 12mm 10mm 14mm; @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font-size: 9pt; } }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff; font: 9pt/1.35 SimSun, "Songti SC", "Source Han Serif SC", "Noto Serif CJK SC", serif; }
h1 { margin: 0; text-align: center; font: bold 16pt/1.4 SimHei, "Heiti SC", "Source Han Sans SC", "Noto Sans CJK SC", sans-serif; }
.period { position: relative; margin: 0 0 2mm; text-align: center; font-size: 11pt; }
.draft { position: absolute; right: 0; border: 1px solid #000; padding: 0 2mm; }
table { width: 100%; border: 1px solid #000; border-collapse: collapse; table-layout: fixed; }
table.rows { margin-top: -1px; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #000; padding: .6mm 1mm; vertical-align: middle; overflow-wrap: anywhere; }
th { font-weight: normal; text-align: center; }
.text { white-space: pre-wrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.tick, td.level { text-align: center; }
td.level { border-bottom: 1px dotted #999; }
td.same { color: #777; border-top: 1px dotted #999; }
col.label { width: 32mm; } col.source { width: 78mm; }
col.level { width: 17mm; } col.name { width: 30mm; } col.value { width: 25mm; }
col.tick { width: 9mm; } col.cause { width: 32mm; } col.remark { width: 34mm; }
.foot { break-inside: avoid; }
ol { position: relative; margin: 1.5mm 0; padding-left: 14mm; }
ol::before { content: "注："; position: absolute; left: 0; }
.hands { display: flex; justify-content: space-between; margin: 3mm 10mm 1mm; font-size: 10.5pt; }
.hands span { min-width: 50mm; }
.proof { margin: 0; color: #555; font-size: 7pt; overflow-wrap: anywhere; }
`;

/** Holds no text of anybody, so it is markup as it stands. */
export const printStyle: Markup = { html: css };
