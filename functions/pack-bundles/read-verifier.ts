/** 核验页: to be kept and opened from a disk. Shown from here its script would not run, so it comes as a plain file. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';

export const readVerifier: UseCase<Ports, 'readVerifier'> = async ({ verifier }) =>
  accept({ name: '核验.html', type: 'application/octet-stream', bytes: verifier, cursor: null });
