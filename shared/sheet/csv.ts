/**
 * Comma-separated text (RFC 4180) as spreadsheets write and read it. Reading walks the bytes twice, first to judge and then to collect,
 * as with workbooks. Writing makes inert what a spreadsheet would take for a formula.
 */
import { isUtf8 } from 'node:buffer';
import { refused, refusedAt } from './file-problem.ts';
import { cellName, detached, type Limits, putCell, type Table, tableOf } from './table.ts';

type TellCell = (text: string, row: number, column: number) => void;

const sheet = 'csv';
const separators = [',', ';', '\t'] as const;
const pieceBytes = 64 * 1024;

/** UTF-8 or GB18030, separated by comma, semicolon or tab as the first line shows; throws what is wrong. */
export function csvTable(bytes: Uint8Array, limits: Limits): Table {
  const encoding = isUtf8(bytes) ? 'utf-8' : 'gb18030';
  const separator = separatorOf(bytes, encoding);
  const walk = (tell: TellCell) => {
    const walker = csvWalker(separator, limits, tell);
    for (const piece of decoded(bytes, encoding)) walker.push(piece);
    walker.end();
  };
  walk(() => undefined);
  const rows: string[][] = [];
  walk((text, row, column) => putCell(rows, row - 1, column - 1, detached(text)));
  return tableOf(sheet, rows, 1);
}

/**
 * A csv for spreadsheets: UTF-8 once encoded, with byte order mark and CRLF. A cell that would be a formula gets an apostrophe before
 * it; plain numbers such as -5 stay as they are.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(writtenCell).join(',')}\r\n`).join('')}`;
}

/** The text as a csv holds it: what begins like a formula and is no plain number follows an apostrophe. */
export function neutralised(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?%?$/.test(text) ? `'${text}` : text;
}

function writtenCell(cell: string): string {
  const text = neutralised(cell);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* decoded(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes)
      yield decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof TypeError ? refused('binary') : error;
  }
}

/** The separator that the first line has most of, outside quotes. */
function separatorOf(bytes: Uint8Array, encoding: string): string {
  const [beginning = ''] = decoded(bytes, encoding);
  const [line = ''] = beginning
    .replace(/^[\r\n]+/, '')
    .replace(/"[^"]*"?/g, '')
    .split(/[\r\n]/, 1);
  const counts = separators.map((separator) => line.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ',';
}

type State = 'start' | 'bare' | 'quoted' | 'closed' | 'returned';

/** Tells each cell, with row and column counted from 1. Text comes in pieces, which may end anywhere. */
function csvWalker(separator: string, limits: Limits, tell: TellCell) {
  const delimiter = new RegExp(`[${separator}\\r\\n]`, 'g');
  let state: State = 'start';
  let [text, row, column, cells, line, quoteLine] = ['', 1, 0, 0, 1, 1];

  function add(piece: string): void {
    text += piece;
    if (text.length > limits.cellText) {
      const cell = cellName(row, column + 1);
      throw refusedAt({ sheet, cell }, 'text-too-long', { where: cell, limit: limits.cellText });
    }
  }

  function endCell(): void {
    column += 1;
    cells += 1;
    const at = { sheet, cell: cellName(row, column) };
    if (column > limits.columns) throw refusedAt(at, 'too-wide', { ...at, limit: limits.columns });
    if (cells > limits.cells) throw refused('too-many-cells', { sheet, limit: limits.cells });
    tell(text, row, column);
    [text, state] = ['', 'start'];
  }

  function endRow(): void {
    endCell();
    [row, column, line] = [row + 1, 0, line + 1];
  }

  function takeDelimiter(character: string | undefined): boolean {
    if (character === separator) endCell();
    else if (character === '\n' || character === '\r') endRow();
    else return false;
    if (character === '\r') state = 'returned';
    return true;
  }

  /** What each state does with the piece from a place on; answers the place behind what it took. */
  const steps: Readonly<Record<State, (piece: string, from: number) => number>> = {
    start(piece, from) {
      const quote = piece[from] === '"';
      state = quote ? 'quoted' : 'bare';
      quoteLine = line;
      return quote ? from + 1 : from;
    },
    bare(piece, from) {
      delimiter.lastIndex = from;
      const end = delimiter.exec(piece)?.index ?? piece.length;
      add(piece.slice(from, end));
      return takeDelimiter(piece[end]) ? end + 1 : end;
    },
    quoted(piece, from) {
      const quote = piece.indexOf('"', from);
      const end = quote < 0 ? piece.length : quote;
      const part = piece.slice(from, end);
      add(part);
      line += part.split('\n').length - 1;
      if (quote < 0) return end;
      state = 'closed';
      return end + 1;
    },
    closed(piece, from) {
      if (piece[from] === '"') {
        add('"');
        state = 'quoted';
      } else if (!takeDelimiter(piece[from])) throw refused('stray-quote', { line });
      return from + 1;
    },
    returned(piece, from) {
      state = 'start';
      return piece[from] === '\n' ? from + 1 : from;
    },
  };

  return {
    push(piece: string): void {
      for (let at = 0; at < piece.length; ) at = steps[state](piece, at);
    },
    end(): void {
      if (state === 'quoted') throw refused('unterminated-quote', { line: quoteLine });
      const between = state === 'start' || state === 'returned';
      if (!between || column > 0) endCell();
    },
  };
}
