/** 档案包: packs a department's year, or one round of it, and answers where to fetch it and whether all of it holds. */
import { mayPack, mostBytes } from '../../shared/domain/bundle.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { log } from '../../shared/edge/log.ts';
import { bytesIn, contentsOf } from './contents.ts';
import { pack } from './pack.ts';
import type { Ports } from './ports.ts';

/** Seconds for which the address can be used. */
const linkLasts = 900;

export const readBundle: UseCase<Ports, 'readBundle'> = async (ports, { member, params, query, now }) => {
  const { region } = member;
  const { year, department: code } = params;
  const department = mayPack(member, code) ? await ports.ledger.department(region, code) : undefined;
  const contents =
    department && (await contentsOf(ports.ledger, { region, year, department: code, round: query.round }));
  if (department === undefined || contents === undefined || contents.filings.length === 0)
    return deny(refusal('not-found', { what: '这个部门该年度的档案' }));
  if (bytesIn(contents) > mostBytes) return deny(refusal('bundle-too-large'));
  const about = { region, year, department: code, departmentName: department.name };
  const { manifest, chunks } = pack(ports, { about, at: now, ...contents });
  const place = { region, year, department: code, round: query.round ?? null };
  const bytes = await ports.bundles.write(place, chunks);
  const mismatches = manifest.entries.filter(({ holds }) => holds === false).map(({ path }) => path);
  const { missing } = manifest;
  if (mismatches.length + missing.length > 0)
    log('archive-damaged', {
      year,
      department: code,
      mismatches: mismatches.length,
      missing: missing.length,
    });
  const name = `绩效监控档案_${[year, code, query.round].filter(Boolean).join('_')}.zip`;
  return accept({
    year,
    department: code,
    name,
    bytes,
    entries: manifest.entries.length,
    mismatches,
    missing,
    url: await ports.bundles.link(place, name, linkLasts),
    expiresAt: now + linkLasts * 1000,
  });
};
