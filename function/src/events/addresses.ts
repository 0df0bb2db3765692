import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Thrown, or given to a socket, instead of an address that must not be reached. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

// Public by its number, but it answers inside of Azure alone, as 169.254.169.254 does: it is never let in.
const AZURE_PLATFORM = '168.63.129.16';
// What is not in it has not been given to anybody (RFC 4291), whatever old forms are mapped there.
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a photo may be fetched from an address: a public one, or one of these networks (CIDR), which can never
 * bring in a link-local one, where clouds keep the credentials of a machine.
 */
export function isAllowedAddress(text: string, networks: readonly string[]): boolean {
  // Of ::ffff:10.0.0.1 it makes 10.0.0.1.
  const address = ipaddr.process(text);
  const range = address.range();
  if (range === 'linkLocal' || address.toString() === AZURE_PLATFORM) return false;
  if (networks.some((network) => isWithin(address, network))) return true;
  if (range !== 'unicast') return false;
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_UNICAST_V6);
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const [start, bits] = ipaddr.parseCIDR(network);
  return start.kind() === address.kind() && address.match(start, bits);
}

/** A lookup for a socket: it connects to the very addresses that were checked, and to none if one of them is refused. */
export function checkedLookup(networks: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) callback(error, '');
      else if (!addresses.every(({ address }) => isAllowedAddress(address, networks))) {
        callback(new AddressRefused('an address of the host must not be reached'), '');
      } else if (options.all) callback(null, addresses);
      else callback(null, (addresses[0] as LookupAddress).address, (addresses[0] as LookupAddress).family);
    });
  };
}

/** Checks a host that is an address already: no lookup is made for it. @throws AddressRefused */
export function checkLiteral(hostname: string, networks: readonly string[]): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !isAllowedAddress(bare, networks)) {
    throw new AddressRefused('the address must not be reached');
  }
}
