import { describe, expect, it } from 'vitest';
import { checkedLookup, isAllowedAddress } from '../../src/events/addresses.ts';

describe('isAllowedAddress', () => {
  it.each([
    ['8.8.8.8', 'IPv4'],
    ['2606:4700::6810:85e5', 'IPv6'],
    ['::ffff:8.8.8.8', 'IPv4 mapped to IPv6'],
  ])('lets in the public %s (%s)', (address) => expect(isAllowedAddress(address, [])).toBe(true));

  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['0.0.0.0', 'this host'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['169.254.169.254', 'metadata of clouds'],
    ['100.64.0.1', 'shared'],
    ['100.100.100.200', 'metadata of Alibaba'],
    ['168.63.129.16', 'platform of Azure'],
    ['192.0.0.192', 'metadata of Oracle'],
    ['192.0.2.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'mapped loopback'],
    ['::ffff:a9fe:a9fe', 'mapped metadata'],
    ['::127.0.0.1', 'compatible loopback'],
    ['::7f00:1', 'compatible loopback in hex'],
    ['64:ff9b::7f00:1', 'NAT64 of loopback'],
    ['64:ff9b:1::7f00:1', 'local NAT64'],
    ['2002:7f00:1::', '6to4 of loopback'],
    ['2001:0:7f00:1::', 'Teredo'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'metadata of AWS'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
    ['4000::1', 'not given to anybody'],
  ])('refuses %s (%s)', (address) => expect(isAllowedAddress(address, [])).toBe(false));

  it('lets in what is in a network that is named, but for link-local addresses', () => {
    expect(isAllowedAddress('10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(isAllowedAddress('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(isAllowedAddress('fd00::1', ['10.0.0.0/8', 'fd00::/8'])).toBe(true);
    expect(isAllowedAddress('11.1.2.3', ['fd00::/8'])).toBe(true);
    expect(isAllowedAddress('192.168.1.1', ['10.0.0.0/8'])).toBe(false);
    for (const address of ['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', '168.63.129.16']) {
      expect(isAllowedAddress(address, ['0.0.0.0/0', '::/0']), address).toBe(false);
    }
  });
});

describe('checkedLookup', () => {
  const find = (all: boolean, networks: string[]) =>
    new Promise((resolve) =>
      checkedLookup(networks)('localhost', { all }, (error, address) => resolve(error?.name ?? address)),
    );

  it('gives no address of a name that leads inside', async () => {
    expect(await find(true, [])).toBe('AddressRefused');
    expect(await find(false, [])).toBe('AddressRefused');
  });

  it('gives the addresses that it checked, in the form that is asked for', async () => {
    const networks = ['127.0.0.0/8', '::1/128'];
    expect(await find(true, networks)).toContainEqual({ address: '127.0.0.1', family: 4 });
    expect(await find(false, networks)).toMatch(/^(127\.0\.0\.1|::1)$/);
  });
});
