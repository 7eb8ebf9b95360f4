/**
 * The page of an official document (GB/T 9704-2012): A4 with 22 lines of 28 characters, 方正小标宋 for the title, 黑体, 楷体 and bold 仿宋 for
 * the headings, 仿宋 for the rest. The right margin is half a millimetre less than the standard's 26 mm, within its tolerance: at 26 mm
 * the 28th character falls to the next line. 28.9 pt make 22 lines; 29 pt make 21.
 */
export const page = {
  /** Millimetres. */
  width: 210,
  height: 297,
  top: 37,
  bottom: 35,
  left: 28,
  right: 25.5,
  /** From the page's edge to the foot of the page number. */
  footer: 22,
  /** Points. */
  line: 28.9,
  body: 16,
  title: 22,
  number: 14,
  spacing: -0.2,
  footerLine: 15,
} as const;

/**
 * The code stands below the text and between the places of the page number, 13 mm clear of the edge that a scan may lose: 18 mm with its
 * quiet zone are 0.48 mm a module, four dots of a scan of 200 dpi.
 */
export const codePlace = { size: 18, fromBottom: 31 } as const;

export const fonts = {
  title: '方正小标宋简体',
  1: '黑体',
  2: '楷体_GB2312',
  3: '仿宋_GB2312',
  body: '仿宋_GB2312',
  number: '宋体',
  latin: 'Times New Roman',
} as const;

/** A paragraph of a text that people may have written in several lines. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/);
}
