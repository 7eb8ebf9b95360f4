/** All files that were ever handed in for a report, read from its facts: none is forgotten, and each says what became of it (§10). */
import { type ReportFact, type ReportSight, reportReturnReasons } from './report.ts';

type Told = Exclude<ReportFact, { type: 'narrated' }> | { readonly type: 'narrated' };

export type FileOutcome = 'checking' | 'refused' | 'uploaded' | 'replaced' | 'returned' | 'archived';

type Received = Extract<ReportFact, { type: 'received' }>['upload'];

export interface ReportFile
  extends Pick<
    Received,
    'name' | 'bytes' | 'sha256' | 'documentNo' | 'signatory' | 'reason' | 'receivedAt' | 'by' | 'replaces'
  > {
  readonly upload: string;
  readonly sealKind: Received['seal'];
  readonly outcome: FileOutcome;
  readonly why: string | null;
  readonly sight: ReportSight | null;
  readonly replacedBy: string | null;
}

/** In the order in which they came. An archived file that is replaced is still archived, and says by which one. */
export function reportFiles(facts: readonly Told[]): readonly ReportFile[] {
  return [...facts.reduce(afterFact, new Map<string, ReportFile>()).values()];
}

function afterFact(files: Map<string, ReportFile>, fact: Told): Map<string, ReportFile> {
  const change = (upload: string, to: Partial<ReportFile>) => {
    const file = files.get(upload);
    if (file !== undefined) files.set(upload, { ...file, ...to });
  };
  switch (fact.type) {
    case 'received':
      files.set(fact.upload.id, newFile(fact.upload));
      break;
    case 'refused':
      change(fact.upload, { outcome: 'refused', why: fact.why });
      break;
    case 'verified': {
      change(fact.upload, { outcome: 'uploaded', sight: fact.sight });
      const replaced = files.get(files.get(fact.upload)?.replaces ?? '');
      if (replaced !== undefined)
        change(replaced.upload, {
          replacedBy: fact.upload,
          ...(replaced.outcome === 'uploaded' ? { outcome: 'replaced' } : {}),
        });
      break;
    }
    case 'returned':
      change(fact.upload, { outcome: 'returned', why: `${reportReturnReasons[fact.reason]}：${fact.text}` });
      break;
    case 'archived':
      change(fact.upload, { outcome: 'archived' });
      break;
    default:
      break;
  }
  return files;
}

function newFile({ id, seal, data: _, explanations: __, ...upload }: Received): ReportFile {
  return {
    ...upload,
    upload: id,
    sealKind: seal,
    outcome: 'checking',
    why: null,
    sight: null,
    replacedBy: null,
  };
}
