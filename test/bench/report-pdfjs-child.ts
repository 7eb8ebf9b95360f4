/** The structure alone, as pdf.js reads it: pages, scripts, files carried inside. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export async function look(bytes: Uint8Array): Promise<string> {
  const document = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  const scripts = await document.getJSActions();
  const files = await document.getAttachments();
  for (let number = 1; number <= document.numPages; number += 1) await document.getPage(number);
  return `structure only: ${document.numPages} pages, ${scripts === null && files === null ? 'plain' : 'active'}`;
}
