/** Evidence (V32): what a file is by its bytes, how large it may be, and who may attach it when. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  downloadName,
  fileTypeOf,
  mostKept,
  tellingBytes,
  whyNoRoom,
  whyNotAttachableNow,
  whyNotHisToAttach,
  whyNotTaken,
} from '../../shared/domain/attachment.ts';
import type { Member } from '../../shared/domain/directory.ts';
import { mostFileBytes } from '../../shared/domain/file-limits.ts';
import { type FilingHead, newFiling, type Stage } from '../../shared/domain/filing.ts';

const ref = { region: '360733', round: '2022-H1', department: '101', subject: '101P01' };
const filing = newFiling(ref, {
  kind: 'project',
  unit: '101001',
  section: 'S01',
  adjusted: 0n,
  dueAt: 1,
  at: 0,
});
const filler: Member = {
  id: '101001-filler',
  region: '360733',
  name: '刘某（示例）',
  posts: [{ role: 'unit-filler', at: '101001' }],
};

const bytes = (start: string) => new Uint8Array(Buffer.from(start, 'latin1'));

describe('the type by content', () => {
  test.each([
    ['nothing', ''],
    ['a program', 'MZ\x90\x00\x03\x00\x00\x00'],
    ['a program of Linux', '\x7fELF\x02\x01\x01'],
    ['a web page', '<!DOCTYPE html>'],
    ['a picture that may carry scripts', '<svg xmlns='],
    ['a zip, and so a workbook', 'PK\x03\x04\x14\x00'],
    ['a GIF', 'GIF89a\x01\x00'],
    ['a PDF that begins later', ' %PDF-1.7'],
    ['a PDF behind a byte order mark', '\xef\xbb\xbf%PDF-'],
    ['half a PDF', '%PDF'],
    ['a PDF in small letters', '%pdf-1.7'],
    ['half a PNG', '\x89PNG\r\n'],
    ['a PNG with ends of lines that somebody has converted', '\x89PNG\n\x1a\n'],
    ['half a JPEG', '\xff\xd8'],
    ['words', 'JPEG PDF PNG'],
  ])('%s is none', (_, start) => {
    expect(fileTypeOf(bytes(start))).toBe(null);
  });

  test.each([
    ['%PDF-1.7\n', 'pdf'],
    ['%PDF-', 'pdf'],
    ['\x89PNG\r\n\x1a\n', 'png'],
    ['\xff\xd8\xff\xe0\x00\x10JFIF', 'jpg'],
    ['\xff\xd8\xff\xdb', 'jpg'],
  ])('%j begins a %s', (start, type) => {
    expect(fileTypeOf(bytes(start))).toBe(type);
  });

  test('the first bytes tell it: what follows changes nothing', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (start, rest) => {
        const whole = new Uint8Array([...start, ...rest]);
        expect(fileTypeOf(whole)).toBe(fileTypeOf(whole.subarray(0, tellingBytes)));
      }),
    ));
});

describe('whether a file is taken', () => {
  test.each([
    [0, 'pdf', 'empty-file', '空'],
    [mostFileBytes + 1, 'pdf', 'file-too-large', '20MB'],
    [1, null, 'wrong-file-type', 'PDF'],
  ] as const)('%s bytes of type %s: %s', (size, type, code, word) => {
    const refused = whyNotTaken({ bytes: size, type });
    expect(refused).toMatchObject({ code });
    expect(refused?.detail).toContain(word);
  });

  test('20 MB is 20 MiB, to the byte', () => {
    expect(mostFileBytes).toBe(20_971_520);
    expect(whyNotTaken({ bytes: mostFileBytes, type: 'jpg' })).toBe(null);
    expect(whyNotTaken({ bytes: 1, type: 'png' })).toBe(null);
  });

  test('one more than a filing keeps', () => {
    expect(whyNoRoom(mostKept - 1)).toBe(null);
    expect(whyNoRoom(mostKept)).toMatchObject({ code: 'too-many-files' });
    expect(whyNoRoom(mostKept)?.detail).toContain(`${mostKept}个`);
  });
});

describe('who may attach, and when', () => {
  const at = (stage: Stage, more: Partial<FilingHead> = {}): FilingHead => ({ ...filing, stage, ...more });

  test.each(['not-started', 'draft', 'returned'] as const)('while it is %s', (stage) => {
    expect(whyNotAttachableNow(at(stage))).toBe(null);
  });

  test.each(['dept-review', 'section-review', 'approved', 'archived'] as const)(
    'not while it is %s',
    (stage) => {
      const refused = whyNotAttachableNow(at(stage));
      expect(refused).toMatchObject({ code: 'wrong-stage' });
      expect(refused?.detail).toContain('“上传附件”；只有在“未填报”或“填报中”或“被退回”时');
    },
  );

  test('not on its way', () => {
    expect(whyNotAttachableNow(at('in-transit'))).toMatchObject({ code: 'in-transit' });
  });

  test('its filler', () => {
    expect(whyNotHisToAttach(filler, at('draft'))).toBe(null);
  });

  test('nobody else, though he sees it', () => {
    const reviewer: Member = { ...filler, id: 'r', posts: [{ role: 'dept-reviewer', at: '101' }] };
    expect(whyNotHisToAttach(reviewer, at('draft'))).toMatchObject({ code: 'not-yours' });
    expect(whyNotHisToAttach(reviewer, at('draft'))?.detail).toContain('单位经办（101001）');
  });

  test('nobody who has reviewed it, whatever post he holds now (四眼)', () => {
    const head = at('returned', { hands: [['dept-review', filler.id]] });
    expect(whyNotHisToAttach(filler, head)).toMatchObject({ code: 'same-person' });
  });

  test('overall expenditure: the department’s filler (2.2b)', () => {
    const overall = at('draft', { kind: 'overall' });
    const department: Member = { ...filler, posts: [{ role: 'dept-filler', at: '101' }] };
    expect(whyNotHisToAttach(department, overall)).toBe(null);
    expect(whyNotHisToAttach(filler, overall)).toMatchObject({ code: 'not-yours' });
  });
});

test.each([
  ['合同.pdf', 'pdf', '合同.pdf'],
  ['照片.JPEG', 'jpg', '照片.JPEG'],
  ['照片.pdf', 'jpg', '照片.pdf.jpg'],
  ['无扩展名', 'png', '无扩展名.png'],
] as const)('%s of type %s is given back as %s', (name, type, given) => {
  expect(downloadName({ name, type })).toBe(given);
});
