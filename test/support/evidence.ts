/** Evidence for the tests: small files that are what they say, and the way on which a browser sends them. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { RouteName } from '../../shared/contract/api.ts';
import type { Call, Reply } from '../../shared/contract/client.ts';

/** A page with one line of text; `mark` makes each one another file. */
export function pdf(mark = '合同'): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  const lines = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`);
  return Buffer.from(`%PDF-1.7\n% ${mark}\n${lines.join('')}trailer\n<< /Size 4 /Root 1 0 R >>\n%%EOF\n`);
}

/** One grey pixel. */
export function png(): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from([0, 128]))), chunk('IEND')];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

function chunk(name: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The frame of a JFIF picture. */
export function jpg(): Buffer {
  return Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300ffd9', 'hex');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Sends a form as a browser does; `changed` fields are the sender's own. */
export async function sendForm(
  { url, fields }: UploadForm,
  bytes: Uint8Array,
  changed: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly code: string | undefined }> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changed })) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), '../../etc/passwd');
  const response = await fetch(url, { method: 'POST', body: form });
  const [, code] = /<Code>(.*)<\/Code>/.exec(await response.text()) ?? [];
  return { status: response.status, code };
}

/** Asks the API as somebody and expects to be answered. */
type Ask = <N extends RouteName>(
  name: N,
  call: Call<N>,
) => Promise<Extract<Reply<N>, { readonly ok: true }>['body']>;

/** The form for these bytes, as the filler is given it; undefined when the filing keeps them already. */
export async function formFor(
  ask: Ask,
  filing: string,
  bytes: Uint8Array,
  name: string,
): Promise<UploadForm | undefined> {
  const body = { name, bytes: bytes.length, sha256: sha256(bytes) };
  const { url, fields } = await ask('openAttachment', { params: { filing }, body });
  return url === null ? undefined : { url, fields };
}

/** Announces, sends and confirms a file as the filler does; answers with its id, by which the form refers to it. */
export async function attach(ask: Ask, filing: string, bytes: Uint8Array, name: string): Promise<string> {
  const file = sha256(bytes);
  const form = await formFor(ask, filing, bytes, name);
  if (form === undefined) return file;
  const sent = await sendForm(form, bytes);
  if (sent.status !== 204) throw new Error(`the upload was refused: ${sent.status} ${sent.code}`);
  await ask('completeAttachment', { params: { filing, attachment: file }, body: { name } });
  return file;
}
