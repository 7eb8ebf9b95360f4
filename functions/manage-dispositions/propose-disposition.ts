/** 拟处置: a deviation of a filing is to be answered. Who sees the filing and supervises it proposes, on the version he has seen. */
import {
  type DispositionHead,
  decidePropose,
  newDisposition,
  proposers,
  whyNotOneOf,
} from '../../shared/domain/disposition.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import { fiscalYearOf } from '../../shared/domain/round.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import { actorOf, type Ports } from './act-on-disposition.ts';
import { viewOf } from './view.ts';

export const proposeDisposition: UseCase<Ports, 'proposeDisposition'> = async (ports, request) => {
  const { ledger, dispositions } = ports;
  const { member, body, now, ifMatch } = request;
  const found = await visibleFiling(ledger, member, body.filing);
  if (!found.ok) return found;
  const { kind: subjectKind, unit, section, firstSentAt, version } = found.value;
  const posts = proposers(found.value);
  const refused = whyNotOneOf(member, posts, '提出处置');
  if (refused !== null) return deny(refused);
  if (ifMatch !== version) return deny(refusal('stale-version', { current: version }));
  if (firstSentAt === null) return deny(refusal('not-sent-yet'));
  const { region, round, department, subject } = body.filing;
  const [registered, earlier] = await Promise.all([
    ledger.subject(region, fiscalYearOf(round), department, subject),
    dispositions.dispositionsOf(body.filing),
  ]);
  if (registered === undefined) throw new Error(`subject ${subject} of ${round} has left the register`);
  const { targetVersion } = registered;
  const { kind, indicator, cause, requirement } = body;
  const given = { kind, subjectKind, unit, section, indicator, targetVersion, cause, requirement };
  const decided = decidePropose(earlier, given);
  if (!decided.ok) return decided;
  const before = newDisposition({ filing: body.filing, number: earlier.length + 1 });
  const memo = request.memo<DispositionHead>((after) => viewOf(after, member, now));
  const by = actorOf(member, posts);
  const after = await dispositions.appendToDisposition(before, { fact: decided.value, at: now, by, memo });
  return after === undefined ? deny(refusal('moved-on')) : accept(viewOf(after, member, now));
};
