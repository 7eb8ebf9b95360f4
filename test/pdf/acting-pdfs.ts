/** Files that would do something by themselves or carry something inside, in all the ways of writing and of hiding it. */
import type { ActiveKind } from '../../shared/pdf/active.ts';
import { deflated, type Objects, objectStream, pdf, plainObjects, stream, updated } from './pdf-maker.ts';
import type { OddPdf } from './verdict.ts';

function acting(found: readonly ActiveKind[], name: string, bytes: () => Buffer): OddPdf {
  return { name, verdict: `active ${found.join(' ')}`, bytes };
}

const script = '<</S/JavaScript/JS(app.alert\\(1\\))>>';

/** The catalogue with something more. */
function catalogue(more: string, objects: Objects = {}): Buffer {
  return pdf({ ...plainObjects({ catalogue: more }), ...objects });
}

function annotated(annotation: string, objects: Objects = {}): Buffer {
  return pdf({ ...plainObjects({ page: '/Annots[6 0 R]' }), 6: annotation, ...objects });
}

/** Behind a click. */
function clicked(action: string): Buffer {
  return annotated(`<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A ${action}>>`);
}

/** An object that nobody refers to. */
function lying(object: string | Buffer): Buffer {
  return pdf({ ...plainObjects(), 6: object });
}

const scripts: readonly OddPdf[] = [
  acting(['script', 'automatic-action'], 'a script on opening', () => catalogue(`/OpenAction ${script}`)),
  acting(['script', 'automatic-action'], 'a script on opening, elsewhere', () =>
    catalogue('/OpenAction 6 0 R', { 6: script }),
  ),
  acting(['script', 'automatic-action'], 'a script behind a view', () =>
    catalogue(`/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next ${script}>>`),
  ),
  acting(['script'], 'scripts by name', () =>
    catalogue('/Names<</JavaScript<</Names[(a) 6 0 R]>>>>', { 6: script }),
  ),
  acting(['script'], 'a script on a click', () => clicked(script)),
  acting(['script'], 'its name escaped', () => clicked('<</S/J#61vaScript/J#53(x)>>')),
  acting(['script'], 'its name escaped from beginning to end', () =>
    clicked('<</S/#4A#61#76#61#53#63#72#69#70#74/#4a#53(x)>>'),
  ),
  acting(['script'], 'its name an object of its own', () =>
    catalogue('/X<</S 6 0 R>>', { 6: '/JavaScript' }),
  ),
  acting(['script'], 'only the key', () => clicked('<</JS(x)>>')),
  acting(['script'], 'a script in a stream', () => clicked('<</S/JavaScript/JS 7 0 R>>')),
  acting(['script'], 'a comment between key and value', () =>
    clicked('<</S%\n/JavaScript%/GoTo\r/JS%)\n(x)>>'),
  ),
  acting(['script'], 'a key that stands twice, the script first', () =>
    clicked('<</S/JavaScript/S/URI/URI(x)>>'),
  ),
  acting(['script'], 'a key that stands twice, the script last', () =>
    clicked('<</S/URI/URI(x)/S/JavaScript>>'),
  ),
  acting(['script'], 'a dictionary that is never closed', () => lying('<</A<</S/JavaScript/JS(x)')),
  acting(['script'], 'deep in lists', () => lying(`[[[[<</A[${script}]>>]]]]`)),
  acting(['script'], 'in an object that nobody refers to', () => lying(script)),
  acting(['script'], 'in an older revision', () => updated(clicked(script), { 6: 'null' })),
  acting(['script'], 'in an object stream', () => pdf(plainObjects(), { packed: { 9: { 6: script } } })),
  acting(['script'], 'in an object stream, escaped', () =>
    pdf(plainObjects(), { packed: { 9: { 6: '<</S/JavaScrip#74>>' } } }),
  ),
  acting(['script'], 'in an object stream that nobody refers to', () => lying(objectStream({ 7: script }))),
  acting(['script'], 'in an object stream that does not say what it is', () =>
    lying(deflated('/N 1/First 4', `7 0 ${script}`)),
  ),
  acting(['script'], 'in an object stream of an older revision', () => {
    const before = pdf(plainObjects(), { packed: { 9: { 6: script } } });
    return updated(before, { 6: 'null', 9: 'null' }, { contents: 'stream' });
  }),
  acting(['script'], 'in the data of a stream, where the table of contents looks for it', () => {
    const objects = { ...plainObjects(), 6: stream('', `7 0 obj ${script} endobj`), 7: 'null' };
    return pdf(objects, { places: { 7: pdf(objects).indexOf('7 0 obj') } });
  }),
  acting(['script'], 'in the data of a stream of a file without a table of contents', () =>
    pdf({ ...plainObjects(), 6: stream('', `7 0 obj ${script} endobj`) }, { contents: 'none' }),
  ),
  acting(['script'], 'in a file without a table of contents', () =>
    pdf({ ...plainObjects(), 6: script }, { contents: 'none' }),
  ),
  acting(['script'], 'between lines that end with CR', () =>
    pdf({ ...plainObjects(), 6: script }, { eol: '\r' }),
  ),
  acting(['script'], 'as the trailer', () => pdf(plainObjects(), { trailer: `/X ${script}` })),
  acting(['script'], 'as PostScript', () => lying(stream('/Type/XObject/Subtype/PS', 'showpage'))),
  acting(['script', 'automatic-action'], 'when a page is shown', () =>
    pdf(plainObjects({ page: `/AA<</O ${script}>>` })),
  ),
  acting(['script', 'automatic-action'], 'before the file is closed', () =>
    catalogue(`/#41A<</WC ${script}>>`),
  ),
  acting(['script'], 'when a bookmark is chosen', () => lying(`<</Title(1)/Parent 5 0 R/A ${script}>>`)),
  acting(['script'], 'beside an e-seal', () => lying(`[<</FT/Sig>>${script}]`)),
];

const actions: readonly OddPdf[] = [
  acting(['automatic-action'], 'opening the web on opening', () =>
    catalogue('/OpenAction<</S/URI/URI(http://x)>>'),
  ),
  acting(['automatic-action'], 'printing on opening', () => catalogue('/OpenAction<</S/Named/N/Print>>')),
  acting(['automatic-action'], 'a view with the web behind it', () =>
    catalogue('/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[<</S/URI/URI(x)>>]>>'),
  ),
  acting(['automatic-action'], 'escaped', () => catalogue('/Open#41ction<</S/Named/N/Print>>')),
  acting(['automatic-action'], 'the next page by itself', () =>
    pdf({ ...plainObjects({ page: '/AA 6 0 R' }), 6: '<</O<</S/Named/N/NextPage>>>>' }),
  ),
  acting(['launch'], 'starting a program', () => clicked('<</S/Launch/Win<</F(cmd.exe)>>>>')),
  acting(['launch', 'automatic-action'], 'starting a program on opening', () =>
    catalogue('/OpenAction<</S/L#61unch/F(cmd.exe)>>'),
  ),
  acting(['launch'], 'starting a program, packed', () =>
    pdf(plainObjects(), { packed: { 9: { 6: '<</S/Launch/F(x)>>' } } }),
  ),
  acting(['form-sending'], 'sending a form', () => clicked('<</S/SubmitForm/F(http://x)>>')),
  acting(['form-sending'], 'sending a form, escaped', () => clicked('<</S/Submit#46orm/F(http://x)>>')),
  acting(['form-sending'], 'taking data in', () => clicked('<</S/ImportData/F(x.fdf)>>')),
  acting(['other-file'], 'going to another file', () => clicked('<</S/GoToR/F(x.pdf)/D[0/Fit]>>')),
  acting(['other-file'], 'going to another file, escaped', () => clicked('<</S/GoTo#52/F(x.pdf)>>')),
  acting(['other-file'], 'going to a file inside', () => clicked('<</S/GoToE/T<</R/C>>>>')),
  acting(['other-file'], 'a stream whose data lie in another file', () => lying(stream('/F(c:/x.bin)', ''))),
];

const carried: readonly OddPdf[] = [
  acting(['embedded-file'], 'files by name', () =>
    catalogue('/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>', { 6: '<</Type/Filespec/F(a)>>' }),
  ),
  acting(['embedded-file'], 'a file', () => lying('<</Type/Filespec/F(a)/EF<</F 7 0 R>>>>')),
  acting(['embedded-file'], 'a file, escaped', () => lying(stream('/Type/Embedded#46ile', 'MZ'))),
  acting(['embedded-file'], 'a file, nobody refers to it', () => lying(stream('/Type/EmbeddedFile', 'MZ'))),
  acting(['embedded-file'], 'a file, packed', () =>
    pdf(plainObjects(), { packed: { 9: { 6: '<</Type/Filespec/EF<</F 3 0 R>>>>' } } }),
  ),
  acting(['embedded-file'], 'a file of an older revision', () =>
    updated(lying(stream('/Type/EmbeddedFile', 'MZ')), { 6: 'null' }),
  ),
  acting(['embedded-file'], 'a file pinned to a page', () =>
    annotated('<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]>>'),
  ),
  acting(['embedded-file'], 'a file that belongs to the document', () =>
    catalogue('/AF[6 0 R]', { 6: '<</EF<</F 3 0 R>>>>' }),
  ),
  acting(['embedded-file'], 'a portfolio', () => catalogue('/Collection<</View/T>>')),
  acting(['dynamic-form'], 'a dynamic form', () =>
    catalogue('/AcroForm<</XFA 6 0 R/Fields[]>>', { 6: stream('', '<xdp/>') }),
  ),
  acting(['dynamic-form'], 'a dynamic form in parts', () =>
    catalogue('/AcroForm<</#58FA[(template) 6 0 R]>>', { 6: stream('', 'x') }),
  ),
  acting(['media'], 'rich media', () => annotated('<</Type/Annot/Subtype/RichMedia/RichMediaContent<<>>>>')),
  acting(['media'], 'a film', () => annotated('<</Type/Annot/Subtype/Movie/Movie<</F(x.avi)>>>>')),
  acting(['media'], 'a film on a screen', () => clicked('<</S/Rendition/OP 0>>')),
  acting(['media'], 'a screen', () => annotated('<</Type/Annot/Subtype/Scree#6e>>')),
  acting(['media'], 'a sound', () => clicked('<</S/Sound/Sound 6 0 R>>')),
  acting(['media'], 'a body in three dimensions', () => annotated('<</Type/Annot/Subtype/3D>>')),
  acting(['script', 'launch', 'embedded-file', 'form-sending'], 'several at once', () =>
    lying(`[${script}<</S/Launch>><</EF<</F 3 0 R>>>><</S/SubmitForm>>]`),
  ),
];

export const actingPdfs: readonly OddPdf[] = [...scripts, ...actions, ...carried];
