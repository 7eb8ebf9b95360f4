/**
 * Draws the pictures that the documents show, from the things themselves: the architecture from the route table, the function table and
 * the machines' placeholders; each machine from its definition. With `--check` nothing is written, and a stale picture fails.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { api, type ServedRoute } from '../../shared/contract/api.ts';
import { specOf } from '../cloud/function-table.ts';
import { readMachines } from '../cloud/machine-definition.ts';
import { type MachineName, machineNames } from '../cloud/machine-names.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const machines = readMachines(`${root}statemachines`);

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Next: string; readonly Condition: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly ItemProcessor?: Machine;
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** Who speaks to whom: read off the route table and the machines, so that a new function or call shows by itself. */
function architecture(): string {
  const people = [...new Set(Object.values<ServedRoute>(api).map((route) => route.function))];
  const called = machineNames.flatMap((name) =>
    [...(machines.get(name)?.functions.values() ?? [])].map(
      (each) => `  ${id(name)} -- task --> ${id(each)}`,
    ),
  );
  return [
    'flowchart LR',
    '  people([units · departments · finance]) -- HTTPS, OIDC token --> gateway[API Gateway HTTP API]',
    ...people.map((each) => `  gateway --> ${id(each)}[${each}]`),
    ...people
      .filter((each) => each !== 'describe-api')
      .map((each) => `  ${id(each)} <--> ledger[(ledger: DynamoDB)]`),
    '  ledger -- stream: keys of new facts --> advance_workflow[advance-workflow]',
    '  ledger -- stream: keys of news and stages --> notify[notify]',
    '  schedule{{every 2 minutes: sweep}} --> advance_workflow',
    '  schedule --> notify',
    '  notify -- messages --> ledger',
    '  notify -- PutEvents --> bus{{event bus}}',
    '  bus -. where a webhook is named .-> call_webhook[call-webhook] -- HTTPS, signed --> other([another system])',
    ...machineNames.map(
      (name) => `  advance_workflow -- ${tells(name)} --> ${id(name)}[[state machine ${name}]]`,
    ),
    ...called,
    ...[...new Set(machineNames.flatMap((name) => [...(machines.get(name)?.functions.values() ?? [])]))].map(
      (each) => `  ${id(each)}[${each}] --> ledger`,
    ),
    '  archive_filing --> archive[(archive: S3, Object Lock)]',
    '  import_data --> archive',
    '  people -- signed forms: evidence --> inbox[(inbox: S3)]',
    '  inbox --> attach_files --> archive',
    ...machineNames.map((name) => `  ${id(name)} -. failed · timed out · aborted .-> recover[recover]`),
    '  recover --> ledger',
    '  schedule -- every 15 minutes --> reconcile',
    '  bus -- asked by an operator --> reconcile[reconcile] --> ledger',
    '  reconcile -. asks · ends .-> filing_review',
    '  operator([operator with IAM]) --> found_county[found-county] --> ledger',
  ].join('\n');
}

/** What `advance-workflow` may tell a machine, as its grants say it. */
function tells(machine: MachineName): string {
  const actions: readonly string[] = specOf('advance-workflow').grants[machine] ?? [];
  return actions.map((action) => action.replace('states:', '')).join(' · ');
}

function stateDiagram(machine: Machine): string {
  return [
    'stateDiagram-v2',
    `  [*] --> ${machine.StartAt}`,
    ...Object.entries(machine.States).flatMap(stateLines),
  ].join('\n');
}

function stateLines([name, state]: readonly [string, State]): readonly string[] {
  const inner = state.ItemProcessor;
  const choices = (state.Choices ?? []).map(
    (choice) => `  ${name} --> ${choice.Next}: ${conditionText(choice.Condition)}`,
  );
  const caught = (state.Catch ?? []).map(
    (each) => `  ${name} --> ${each.Next}: ${each.ErrorEquals.join(' · ')}`,
  );
  return [
    ...(inner
      ? [
          `  state ${name} {`,
          ...stateDiagram(inner)
            .split('\n')
            .slice(1)
            .map((line) => `  ${line}`),
          '  }',
        ]
      : []),
    ...choices,
    ...(state.Default ? [`  ${name} --> ${state.Default}: otherwise`] : []),
    ...(state.Next ? [`  ${name} --> ${state.Next}`] : []),
    ...caught,
    ...(state.End || state.Type === 'Succeed' || state.Type === 'Fail' ? [`  ${name} --> [*]`] : []),
  ];
}

/** A condition in words short enough for an arrow. */
function conditionText(condition: string): string {
  return condition
    .replace(/^\{%\s*|\s*%\}$/g, '')
    .replaceAll('$states.input.', '')
    .replaceAll("'", '')
    .replaceAll(/[$;:#]/g, '');
}

function id(name: string): string {
  return name.replaceAll('-', '_');
}

function mermaid(text: string): string {
  return `\`\`\`mermaid\n${text}\n\`\`\``;
}

/** Each picture with the document and the marked place where it stands. */
const pictures = [
  { file: 'README.md', mark: 'architecture', text: architecture() },
  ...machineNames.map((name) => ({
    file: 'docs/state-machines.md',
    mark: name,
    text: stateDiagram(JSON.parse(machines.get(name)?.text ?? '{}')),
  })),
];

const check = process.argv.includes('--check');
const stale = pictures.filter((picture) => !place(picture));
if (check && stale.length > 0) {
  console.error(
    `stale pictures, run npm run fix: ${stale.map(({ file, mark }) => `${file} (${mark})`).join(', ')}`,
  );
  process.exitCode = 1;
}

/** Puts a picture between its marks; true when it stood there already. */
function place({ file, mark, text }: (typeof pictures)[number]): boolean {
  const path = root + file;
  const before = readFileSync(path, 'utf8');
  const [begin, end] = [`<!-- picture: ${mark} -->`, `<!-- end: ${mark} -->`];
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`${file} has no place for the picture ${mark}`);
  const after = `${before.slice(0, from)}${begin}\n${mermaid(text)}\n${before.slice(to)}`;
  if (!check && after !== before) writeFileSync(path, after);
  return after === before;
}
