/** The page: takes files, shows what was found. It asks nobody, keeps nothing, and works from a disk without a network. */
import { type Finding, type Verdict, verify } from './verify.ts';

const marks: Readonly<Record<Verdict, string>> = { holds: '相符', broken: '不符', open: '未定' };

const chooser = element('files', HTMLInputElement);
const folder = element('folder', HTMLInputElement);
const list = element('findings', HTMLOListElement);
const summary = element('summary', HTMLElement);

for (const input of [chooser, folder])
  input.addEventListener('change', () => {
    const files = Array.from(input.files ?? []);
    // Otherwise the same files, chosen again after they were changed, would be no change to the input.
    input.value = '';
    void show(files);
  });
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  void show(Array.from(event.dataTransfer?.files ?? []));
});

async function show(files: readonly File[]): Promise<void> {
  summary.textContent = `正在核验${files.length}个文件……`;
  list.replaceChildren();
  const given = await Promise.all(files.map(read));
  const findings = await verify(given);
  list.replaceChildren(...findings.map(lineOf));
  summary.textContent = inWords(findings);
}

async function read(file: File) {
  const name = file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
  return { name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Texts come from files of any origin, so they are set as text, never as markup. */
function lineOf({ file, verdict, sentence }: Finding): HTMLLIElement {
  const line = document.createElement('li');
  line.className = verdict;
  const parts = [marks[verdict], file, sentence].map((text) => {
    const part = document.createElement('span');
    part.textContent = text;
    return part;
  });
  line.append(...parts);
  return line;
}

function inWords(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((each) => each.verdict === verdict).length;
  if (findings.length === 0) return '没有文件。';
  if (count('broken') > 0) return `结论：有${count('broken')}处不符，见下。`;
  return `结论：没有发现不符；${count('holds')}处相符，${count('open')}处凭所给文件不能判断。`;
}

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}
