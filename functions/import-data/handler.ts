/** Imports of the register: template, preview, acceptance, the rows to mend, and what has been accepted (notice 1.2, 2.1, 2.3). */
import { composeImportFiles, composeImportLedger, now } from '../../shared/compose.ts';
import { importData } from '../../shared/contract/routes/import-data.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { acceptImport } from './accept-import.ts';
import { listImports } from './list-imports.ts';
import { previewImport } from './preview-import.ts';
import { readImportErrors } from './read-import-errors.ts';
import { readImportTemplate } from './read-import-template.ts';

export const handler = endpoints(
  importData,
  { ledger: composeImportLedger(), files: composeImportFiles(), now },
  { previewImport, acceptImport, readImportErrors, readImportTemplate, listImports },
);
