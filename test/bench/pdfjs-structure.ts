/** What pdf.js tells of a file's structure: its pages, scripts and attachments. */

/** The number of pages. */
export async function structureByPdfjs(report: Uint8Array): Promise<number> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // It takes the bytes away from whoever hands them in.
  const loading = getDocument({ data: Uint8Array.from(report), verbosity: 0 });
  const document = await loading.promise;
  await Promise.all([document.getJSActions(), document.getAttachments(), document.getFieldObjects()]);
  const pages = document.numPages;
  await loading.destroy();
  return pages;
}
