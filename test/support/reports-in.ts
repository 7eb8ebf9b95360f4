/** A department's stamped report and the people around it, in the users' words. */
import type { RouteName } from '../../shared/contract/api.ts';
import type { Reply } from '../../shared/contract/client.ts';
import type { Bureau } from './bureau.ts';
import { sendForm, sha256, type UploadForm } from './evidence.ts';

type Body<N extends RouteName> = Extract<Reply<N>, { ok: true }>['body'];
export type Report = Body<'readReport'>;

export interface Statement {
  readonly name?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  readonly reason?: string;
  readonly seal?: 'scan' | 'e-seal' | null;
  readonly signatory?: string;
}

export class ReportCase {
  readonly bureau: Bureau;
  readonly id: string;

  constructor(bureau: Bureau, department: string, slot = '2022-HY') {
    this.bureau = bureau;
    this.id = `360733-${slot}-${department}`;
  }

  get params() {
    return { params: { report: this.id } };
  }

  get filler(): string {
    return `${this.id.slice(-3)}-filler`;
  }

  read(by = 'finance-office'): Promise<Report> {
    return this.bureau.ask(by, 'readReport', this.params);
  }

  /** The finance office takes it although its filings are not past their department. */
  async isWaived(): Promise<void> {
    const { version } = await this.read();
    const body = { reason: '系统切换，由绩效股代为核对' };
    await this.bureau.ask('finance-office', 'waiveReport', { ...this.params, version, body });
  }

  async isTold(heldOn = '2022-07-14'): Promise<void> {
    const { version } = await this.read();
    const body = { heldOn, minutes: '党组会议纪要〔2022〕9号', conclusion: '同意上报' };
    await this.bureau.ask(this.filler, 'recordMeeting', { ...this.params, version, body });
  }

  statement(file: Uint8Array, more: Statement = {}) {
    const own = { name: '上半年报告.pdf', bytes: file.length, sha256: sha256(file) };
    return { ...own, seal: 'scan' as const, signatory: '张三', ...more };
  }

  announces(file: Uint8Array, more: Statement = {}): Promise<Body<'openReportUpload'>> {
    const body = this.statement(file, more);
    return this.bureau.ask(this.filler, 'openReportUpload', { ...this.params, body });
  }

  async sends(form: UploadForm, file: Uint8Array): Promise<void> {
    const sent = await sendForm(form, file);
    if (sent.status !== 204) throw new Error(`the upload was refused: ${sent.status} ${sent.code}`);
  }

  completes(upload: string): Promise<Body<'completeReportUpload'>> {
    return this.bureau.ask(this.filler, 'completeReportUpload', { params: { report: this.id, upload } });
  }

  /** Announced, sent, confirmed and looked at; answers how it stands then. */
  async isUploaded(file: Uint8Array, more: Statement = {}): Promise<Report> {
    const form = await this.announces(file, more);
    await this.sends(form, file);
    await this.bureau.until(async () => {
      const { files } = await this.read();
      return files.some(({ upload, outcome }) => upload === form.upload && outcome !== 'checking');
    });
    return this.read();
  }

  async isConfirmed(by = 'finance-office'): Promise<void> {
    const { version, files } = await this.read();
    const seen = files.findLast(({ outcome }) => outcome === 'uploaded')?.sha256 ?? '';
    const body = { sha256: seen, seal: true, date: true, signature: true };
    await this.bureau.ask(by, 'confirmReport', { ...this.params, version, body, key: this.bureau.key() });
  }

  async isReturned(by = 'finance-office'): Promise<void> {
    const { version } = await this.read();
    const body = { reason: 'no-seal', text: '第6页没有公章，请补盖' } as const;
    await this.bureau.ask(by, 'returnReport', { ...this.params, version, body });
  }

  async comesTo(stateName: string): Promise<Report> {
    await this.bureau.until(async () => (await this.read()).stateName === stateName);
    return this.read();
  }

  async facts(): Promise<readonly string[]> {
    const { events, intact } = await this.bureau.ask('auditor', 'readReportEvents', this.params);
    if (!intact) throw new Error(`the chain of ${this.id} is broken`);
    return events.map(({ type }) => type);
  }
}
