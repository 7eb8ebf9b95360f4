import { describe, expect, test } from 'vitest';
import { type PageImage, pageImages } from '../../shared/pdf/page-images.ts';
import { roundSeal, scanned, scannedReport, scanPdf } from '../support/scans.ts';
import { type Body, deflated, pdf, plainObjects, stream, updated } from './pdf-maker.ts';

const [width, height] = [40, 20];
const picture = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 8`;
const grey = Buffer.alloc(width * height, 0x80);

/** One page whose content draws; `/I` is a grey picture, object 6. */
function drawing(content: string, more: Readonly<Record<number, Body>> = {}, page = ''): Buffer {
  return pdf({
    ...plainObjects(),
    3: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R/Resources<</XObject<</I 6 0 R/F 7 0 R>>>>${page}>>`,
    4: deflated('', content),
    6: stream(`${picture}/ColorSpace/DeviceGray`, grey),
    ...more,
  });
}

function onlyImage(file: Buffer): PageImage {
  const images = [...pageImages(file)].flatMap((view) => view.images);
  expect(images).toHaveLength(1);
  const [image] = images;
  if (image === undefined) throw new Error('no image');
  return image;
}

const a4 = { widthMm: expect.closeTo(210, 0), heightMm: expect.closeTo(297, 0) };

describe('a scan', () => {
  test('gives its JPEG page by page as it lies in the file', async () => {
    const scans = [await scanned({ dpi: 72 }), await scanned({ dpi: 72, svg: roundSeal(140, 230) })];
    const file = scanPdf(scans);
    const views = [...pageImages(file)];
    expect(views.map(({ page }) => page)).toEqual([1, 2]);
    for (const [index, view] of views.entries()) {
      expect(view).toMatchObject({ ...a4, rotate: 0, painted: false, tooCostly: false });
      const [image] = view.images;
      expect(image).toMatchObject({
        ...a4,
        page: index + 1,
        width: 595,
        height: 842,
        filter: 'DCTDecode',
        turn: 0,
      });
      expect(image?.colorSpace).toEqual({ name: 'DeviceRGB', components: 3, palette: null });
      expect(image?.data.buffer).toBe(file.buffer);
      expect(Buffer.from(image?.data ?? []).equals(scans[index]?.jpeg ?? Buffer.alloc(0))).toBe(true);
    }
  });

  test('of 300 dpi lies on the paper with 300 pixels to an inch', async () => {
    const { width: pixels, widthMm } = onlyImage(await scannedReport(1, 1));
    expect((pixels / widthMm) * 25.4).toBeCloseTo(300, 0);
  });

  test.each([90, 180, 270])('on a page turned by %i° is turned with it', (rotate) => {
    const [view] = pageImages(drawing('q 595.28 0 0 841.89 0 0 cm /I Do Q', {}, `/Rotate ${rotate}`));
    expect(view?.widthMm).toBeCloseTo(rotate === 180 ? 210 : 297, 0);
    expect(view?.images[0]).toMatchObject({ ...a4, turn: rotate, mirrored: false });
  });

  // A quarter turn counter-clockwise puts the picture's right side up: to look so it is turned by 270° clockwise.
  test.each([
    ['as it is', '100 0 0 50 0 0', 0, false],
    ['a quarter counter-clockwise', '0 100 -50 0 50 0', 270, false],
    ['upside down', '-100 0 0 -50 100 50', 180, false],
    ['a quarter clockwise', '0 -100 50 0 0 100', 90, false],
    ['mirrored left and right', '-100 0 0 50 100 0', 0, true],
    ['mirrored top and bottom', '100 0 0 -50 0 50', 180, true],
  ])('drawn %s', (_, matrix, turn, mirrored) => {
    const image = onlyImage(drawing(`q ${matrix} cm /I Do Q`));
    expect(image).toMatchObject({ turn, mirrored });
    expect([image.widthMm, image.heightMm].map((side) => (side / 25.4) * 72)).toEqual([
      expect.closeTo(100, 5),
      expect.closeTo(50, 5),
    ]);
  });
});

describe('a picture', () => {
  test('inside a form is placed by form and page together', () => {
    const form = stream(
      '/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Matrix[2 0 0 2 0 0]/Resources<</XObject<</J 6 0 R>>>>',
      '3 0 0 3 0 0 cm /J Do',
    );
    const image = onlyImage(drawing('q 10 0 0 10 0 0 cm /F Do Q', { 7: form }));
    expect(image.placed).toEqual([60, 0, 0, 60, 0, 0]);
  });

  test('drawn after Q is not moved by what stood before', () => {
    expect(onlyImage(drawing('q 2 0 0 2 0 0 cm Q 5 0 0 5 1 1 cm /I Do')).placed).toEqual([5, 0, 0, 5, 1, 1]);
  });

  test('that a later revision has replaced is the later one', () => {
    const later = updated(drawing('/I Do'), {
      6: stream('/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray', 'x'),
    });
    expect(onlyImage(later)).toMatchObject({ width: 1, height: 1 });
  });

  test('that is in the resources and not drawn is none of the page', () => {
    const [view] = pageImages(drawing('0 0 10 10 re f'));
    expect(view).toMatchObject({ images: [], painted: true });
  });

  test('of bare or deflated pixels comes with what is needed to read it', () => {
    const palette = stream('', Buffer.from('ff0000ffffff', 'hex'));
    const indexed = deflated(
      `${picture}/ColorSpace[/Indexed/DeviceRGB 1 8 0 R]/DecodeParms<</Predictor 15/Columns 40>>`,
      grey,
    );
    const image = onlyImage(drawing('/I Do', { 6: indexed, 8: palette }));
    expect(image.filter).toBe('FlateDecode');
    expect(image.parameters?.get('Columns')).toBe(40);
    expect(image.colorSpace.palette?.components).toBe(3);
    expect(Buffer.from(image.colorSpace.palette?.colors ?? []).toString('hex')).toBe('ff0000ffffff');
    expect(onlyImage(drawing('/I Do')).filter).toBeNull();
  });

  test('of a fax knows that it is one', () => {
    const fax = stream(
      `${picture.replace('8', '1')}/ColorSpace/DeviceGray/Filter[/CCITTFaxDecode]/DecodeParms[<</K -1/Columns 40>>]`,
      'fax',
    );
    const image = onlyImage(drawing('/I Do', { 6: fax }));
    expect(image).toMatchObject({ filter: 'CCITTFaxDecode' });
    expect(image.parameters?.get('K')).toBe(-1);
  });

  test('wrapped once more for mail is unwrapped', () => {
    const wrapped = stream(`${picture}/ColorSpace/DeviceRGB/Filter[/ASCIIHexDecode/DCTDecode]`, 'FFD8FFD9>');
    const image = onlyImage(drawing('/I Do', { 6: wrapped }));
    expect(image.filter).toBe('DCTDecode');
    expect(Buffer.from(image.data).toString('hex')).toBe('ffd8ffd9');
  });
});

describe('a page without pictures says so', () => {
  test('when it draws text', () => {
    expect([...pageImages(pdf(plainObjects()))]).toMatchObject([{ page: 1, images: [], painted: true }]);
  });

  test('when it is blank', () => {
    expect([...pageImages(drawing('q Q'))]).toMatchObject([{ images: [], painted: false }]);
  });

  test('when the picture is written into the content, and goes on behind it', () => {
    const [view] = pageImages(
      drawing('BI /W 2 /H 2 /BPC 8 /CS /G ID \x01EI\x02\x03 EI q 9 0 0 9 0 0 cm /I Do Q'),
    );
    expect(view).toMatchObject({ painted: true, images: [{ width, height }] });
  });
});

describe('what costs too much', () => {
  test('forms that draw each other without end leave their page without images and the next as it is', () => {
    const form = stream(
      '/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F 7 0 R>>>>',
      '/F Do /F Do',
    );
    expect([...pageImages(drawing('/F Do', { 7: form }))]).toMatchObject([{ images: [], tooCostly: true }]);
  });

  test('a picture of more pixels than any scanner makes', () => {
    const huge = stream(
      '/Subtype/Image/Width 1000000/Height 1000000/BitsPerComponent 8/ColorSpace/DeviceGray',
      '',
    );
    expect([...pageImages(drawing('/I Do', { 6: huge }))]).toMatchObject([{ images: [], tooCostly: true }]);
  });

  test('a file that is none has no pages', () => {
    expect([...pageImages(Buffer.from('no PDF at all'))]).toEqual([]);
  });
});
