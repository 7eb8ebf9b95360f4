/** 重新开放: the finance office opens an archived filing again, with its reason; its filler mends it and it takes the full path again. */
import { decideReopen } from '../../shared/domain/edition.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnFiling, type Ports } from './act-on-filing.ts';

export const reopenFiling: UseCase<Ports, 'reopenFiling'> = (ports, request) =>
  actOnFiling(ports, request, 'reopen', async (head) => decideReopen(head, request.body.reason));
