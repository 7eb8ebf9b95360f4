/** 登记党委（党组）会议: when the Party group was told and what it said, or when it will be and why only then (2.2f). */

import type { PartyMeeting } from '../../shared/domain/report.ts';
import { decideTell } from '../../shared/domain/report-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnReport, type Ports } from './act-on-report.ts';

const none: PartyMeeting = { heldOn: null, minutes: '', conclusion: '', plannedOn: null, plannedReason: '' };

export const recordMeeting: UseCase<Ports, 'recordMeeting'> = (ports, request) =>
  actOnReport(ports, request, 'tell', async (head) => {
    const { body } = request;
    const meeting =
      'heldOn' in body
        ? { ...none, ...body }
        : { ...none, plannedOn: body.plannedOn, plannedReason: body.reason };
    return decideTell(head, meeting);
  });
