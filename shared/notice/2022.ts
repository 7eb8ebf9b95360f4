/**
 * The notice of 2022 (会财绩字〔2022〕8号). Due days, report days, emphasis and key bodies are the notice's own (clauses 2.2a,
 * 2.2d, 2.2e, 2.3); opening days, cut-off months and grace are this system's defaults, because the notice names none.
 */
import * as z from 'zod/mini';
import { notice } from './notice.ts';

export const notice2022 = z.parse(notice, {
  number: '会财绩字〔2022〕8号',
  title: '关于做好2022年度绩效运行监控工作的通知',
  basis: '《中共会昌县委县人民政府关于全面实施预算绩效管理的实施意见》（会发〔2020〕1号）',
  issuedBy: '会昌县财政局',
  region: { code: '360733', name: '会昌县' },
  fiscalYear: 2022,
  rounds: [
    {
      key: '2022-H1',
      title: '2022年上半年绩效监控',
      cutoffMonth: 6,
      opensOn: '2022-07-01',
      dueOn: '2022-07-10',
      graceEndsOn: '2022-07-15',
      emphasis: 'warn',
      report: { period: 'half-year', dueOn: '2022-07-20' },
    },
    {
      key: '2022-Q3',
      title: '2022年三季度绩效监控',
      cutoffMonth: 9,
      opensOn: '2022-10-01',
      dueOn: '2022-10-10',
      graceEndsOn: '2022-10-15',
      emphasis: 'correct',
    },
    {
      key: '2022-Q4-1',
      title: '2022年四季度第1次绩效监控',
      cutoffMonth: 10,
      opensOn: '2022-11-01',
      dueOn: '2022-11-10',
      graceEndsOn: '2022-11-15',
      emphasis: 'urge',
    },
    {
      key: '2022-Q4-2',
      title: '2022年四季度第2次绩效监控',
      cutoffMonth: 11,
      opensOn: '2022-12-01',
      dueOn: '2022-12-10',
      graceEndsOn: '2022-12-15',
      emphasis: 'urge',
      report: { period: 'annual', dueOn: '2022-12-20' },
    },
  ],
  keyBodies: [
    '会昌县人力资源和社会保障局',
    '会昌县委编办',
    '会昌县妇联',
    '会昌县团县委',
    '中共会昌党校',
    '会昌县市场监督局',
    '会昌县社会保险服务中心',
    '会昌县工信局',
    '高排乡政府',
    '小密乡政府',
  ],
});
