import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';

export const readReceiptKey: UseCase<Ports, 'readReceiptKey'> = async ({ signer }) =>
  accept(await signer.key());
