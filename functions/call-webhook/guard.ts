/**
 * Where the webhook may be sent: only out into the public network. Whoever can set its address shall reach by it neither what the function
 * itself can reach (loopback, the service of instance credentials) nor a neighbour in a private network (OWASP API7). A name is judged by
 * the addresses that it has; the connection is then made to the address that was judged, never to a second answer of the name server.
 */
import { BlockList, isIP } from 'node:net';

export interface Limits {
  /** Plain HTTP to this very machine: for the system on one machine, never in the cloud. */
  readonly loopback: boolean;
}

/** Why a call is not made; a person reads it among the dead letters. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

const ports = ['', '443', '8443'];

const special: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers, and the metadata of some clouds
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, and the metadata of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols
  ['192.0.2.0', 24], // examples
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // measurements
  ['198.51.100.0', 24], // examples
  ['203.0.113.0', 24], // examples
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
];

/** Of the global unicast range; what lies outside it (mapped, translated, unique-local, link-local) is refused as a whole. */
const specialV6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocols, Teredo among them
  ['2001:db8::', 32], // examples
  ['2002::', 16], // 6to4, which wraps any IPv4 address
  ['3fff::', 20], // examples
];

const refusedAddresses = new BlockList();
for (const [network, prefix] of special) refusedAddresses.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of specialV6) refusedAddresses.addSubnet(network, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Reads the address that an operator has given; whoever is refused is told which part of it. */
export function readTarget(text: string, limits: Limits): URL {
  if (!URL.canParse(text)) throw new Refused('the address of the webhook is none');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw new Refused('the address holds a name or a password');
  const host = hostOf(url);
  if (url.protocol === 'http:' && limits.loopback && isLoopback(host)) return url;
  if (url.protocol !== 'https:') throw new Refused('only https is called');
  if (!ports.includes(url.port)) throw new Refused(`port ${url.port} is not called, only 443 and 8443`);
  if (isIP(host) !== 0) judge(url, [host], limits);
  return url;
}

/** The address to connect to. One forbidden address among several is enough to refuse: the name is not to be trusted. */
export function judge(url: URL, addresses: readonly string[], limits: Limits): string {
  const [first] = addresses;
  if (first === undefined) throw new Refused('the name has no address');
  const allowed = url.protocol === 'http:' ? (each: string) => limits.loopback && isLoopback(each) : isPublic;
  const forbidden = addresses.find((each) => !allowed(each));
  if (forbidden !== undefined) throw new Refused(`${forbidden} is not in the public network`);
  return first;
}

/** Without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refusedAddresses.check(address, 'ipv4');
    case 6:
      return globalUnicast.check(address, 'ipv6') && !refusedAddresses.check(address, 'ipv6');
    default:
      return false;
  }
}

function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
