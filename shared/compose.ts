/** Hands out the ports, made from the function's environment. A handler asks for those that it uses and bundles no others. */
import { openArchive } from './aws/archive.ts';
import { openAssessmentLedger } from './aws/assessment-ledger.ts';
import { openAttachmentLedger } from './aws/attachment-ledger.ts';
import { openAttachments } from './aws/attachments.ts';
import { openBundles } from './aws/bundles.ts';
import { openBus } from './aws/bus.ts';
import { openCalendarLedger } from './aws/calendar-ledger.ts';
import { openDeadLetters } from './aws/dead-letters.ts';
import { openDispositionLedger } from './aws/disposition-ledger.ts';
import { openFilingLedger } from './aws/filing-ledger.ts';
import { openImportFiles } from './aws/import-files.ts';
import { openImportLedger } from './aws/import-ledger.ts';
import { openLedger } from './aws/ledger.ts';
import { openMessageLedger } from './aws/message-ledger.ts';
import { openNewsLedger } from './aws/news-ledger.ts';
import { openOperationsLedger } from './aws/operations-ledger.ts';
import { openProofLedger } from './aws/proof-ledger.ts';
import { openReconcileLedger } from './aws/reconcile-ledger.ts';
import { openReportArchive } from './aws/report-archive.ts';
import { openReportInbox } from './aws/report-inbox.ts';
import { openReportingLedger, openTodoLedger } from './aws/reporting-ledger.ts';
import { openSigner } from './aws/signer.ts';
import { openStandingLedger } from './aws/standing-ledger.ts';
import { openWorkflow } from './aws/workflow.ts';
import { readEnvironment } from './contract/environment.ts';
import type {
  Archive,
  ArchivingLedger,
  AttachmentLedger,
  Attachments,
  Bus,
  CalendarLedger,
  ImportFiles,
  ImportLedger,
  Ledger,
  MessageLedger,
  Now,
  StandingLedger,
  Workflow,
} from './ports.ts';
import type { DispositionLedger } from './ports-disposition.ts';
import type { NewsLedger } from './ports-news.ts';
import type { DeadLetters, OperationsLedger, ReconcileLedger } from './ports-operations.ts';
import type { AssessmentLedger, Bundles, ProofLedger, Signer } from './ports-proof.ts';
import type { ReportArchive, ReportInbox, ReportingLedger, TodoLedger } from './ports-report.ts';

export function composeLedger(): Ledger {
  return openLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeCalendarLedger(): CalendarLedger {
  return openCalendarLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeFilingLedger(): ArchivingLedger {
  return openFilingLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeStandingLedger(): StandingLedger {
  return openStandingLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeReportingLedger(): ReportingLedger {
  return openReportingLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeTodoLedger(): TodoLedger {
  return openTodoLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeReportInbox(): ReportInbox {
  return openReportInbox(readEnvironment('INBOX_BUCKET'));
}

export function composeReportArchive(): ReportArchive {
  return openReportArchive({
    inbox: readEnvironment('INBOX_BUCKET'),
    archive: readEnvironment('ARCHIVE_BUCKET'),
  });
}

export function composeDispositionLedger(): DispositionLedger {
  return openDispositionLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeMessageLedger(): MessageLedger {
  return openMessageLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeNewsLedger(): NewsLedger {
  return openNewsLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeReconcileLedger(): ReconcileLedger {
  return openReconcileLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeOperationsLedger(): OperationsLedger {
  return openOperationsLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeDeadLetters(): DeadLetters {
  return openDeadLetters(readEnvironment('DEAD_LETTER_QUEUE'));
}

export function composeBus(): Bus {
  return openBus(readEnvironment('EVENT_BUS'));
}

export function composeArchive(): Archive {
  return openArchive(readEnvironment('ARCHIVE_BUCKET'));
}

export function composeImportLedger(): ImportLedger {
  return openImportLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeImportFiles(): ImportFiles {
  return openImportFiles({
    inbox: readEnvironment('INBOX_BUCKET'),
    archive: readEnvironment('ARCHIVE_BUCKET'),
  });
}

export function composeAttachmentLedger(): AttachmentLedger {
  return openAttachmentLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeAttachments(): Attachments {
  return openAttachments({
    inbox: readEnvironment('INBOX_BUCKET'),
    archive: readEnvironment('ARCHIVE_BUCKET'),
  });
}

export function composeProofLedger(): ProofLedger {
  return openProofLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeBundles(): Bundles {
  return openBundles({
    inbox: readEnvironment('INBOX_BUCKET'),
    archive: readEnvironment('ARCHIVE_BUCKET'),
  });
}

export function composeAssessmentLedger(): AssessmentLedger {
  return openAssessmentLedger(readEnvironment('LEDGER_TABLE'));
}

export function composeSigner(): Signer {
  return openSigner(readEnvironment('RECEIPT_KEY'));
}

export function composeWorkflow(): Workflow {
  return openWorkflow({
    filingReview: readEnvironment('FILING_REVIEW_MACHINE'),
    round: readEnvironment('ROUND_MACHINE'),
    reportCollection: readEnvironment('REPORT_COLLECTION_MACHINE'),
    rectification: readEnvironment('RECTIFICATION_MACHINE'),
  });
}

/** The server's clock, the only one that counts. */
export const now: Now = () => Date.now();
