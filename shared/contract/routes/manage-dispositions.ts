/** Dispositions from the proposal to the closing (notice 3.1). */
import * as dispositions from '../disposition.ts';
import { command, nothing, type Routes, read } from '../route.ts';

const onDisposition = {
  ...command,
  params: dispositions.dispositionPath,
  answer: dispositions.disposition,
} as const;

export const manageDispositions = {
  listDispositions: {
    ...read,
    path: '/api/dispositions',
    summary: '处置台账',
    params: nothing,
    query: dispositions.dispositionsQuery,
    answer: dispositions.dispositions,
  },
  readDisposition: {
    ...read,
    path: '/api/dispositions/{disposition}',
    summary: '处置',
    params: dispositions.dispositionPath,
    answer: dispositions.dispositionWithEvents,
  },
  /** `If-Match` is the version of the filing that was seen. */
  proposeDisposition: {
    ...onDisposition,
    path: '/api/dispositions',
    summary: '提出处置（If-Match为所见填报的版本）',
    params: nothing,
    body: dispositions.proposeBody,
  },
  notifyDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/notify',
    summary: '下达处置',
    body: dispositions.notifyBody,
  },
  feedbackDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/feedback',
    summary: '处置反馈',
    body: dispositions.feedbackBody,
  },
  checkDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/check',
    summary: '核查处置',
    body: dispositions.checkBody,
  },
  closeDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/close',
    summary: '办结处置',
    body: dispositions.closeBody,
  },
  cancelDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/cancel',
    summary: '撤销处置',
    body: dispositions.reasonBody,
  },
  liftDisposition: {
    ...onDisposition,
    path: '/api/dispositions/{disposition}/lift',
    summary: '解除暂停',
    body: dispositions.reasonBody,
  },
} as const satisfies Routes;
