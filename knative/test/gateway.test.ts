import { describe, expect, it } from 'vitest';
import { addressFromHere, type GatewayFacts, gatewayOf } from '../service/gateway.ts';

const address = new URL('http://cats-vs-dogs.cats-vs-dogs.127.0.0.1.sslip.io');
const nothing: GatewayFacts = { context: 'somewhere', services: [] };
const service = (type: string, more: object, nodePort?: number) => ({
  spec: { type, ports: [{ port: 80, ...(nodePort !== undefined && { nodePort }) }] },
  status: more,
});
const balanced = (ingress: object) => service('LoadBalancer', { loadBalancer: { ingress: [ingress] } });

describe('requests enter', () => {
  it.each<[string, Partial<GatewayFacts>, string | undefined]>([
    [
      'where --gateway says',
      { given: 'http://10.0.0.1:31080', context: 'kind-cats-vs-dogs' },
      'http://10.0.0.1:31080/',
    ],
    [
      'the Kind cluster of this project at port 8000',
      { context: 'kind-cats-vs-dogs' },
      'http://127.0.0.1:8000/',
    ],
    [
      'another cluster of Kind by a port of its own node',
      { context: 'kind-other', services: [service('NodePort', {}, 31_080)], nodeAddress: '172.18.0.2' },
      'http://172.18.0.2:31080/',
    ],
    ['by the load balancer', { services: [balanced({ ip: '192.0.2.7' })] }, 'http://192.0.2.7/'],
    [
      "by the load balancer's name",
      { services: [balanced({ hostname: 'lb.example' })] },
      'http://lb.example/',
    ],
    ['by one of IPv6', { services: [balanced({ ip: '2001:db8::7' })] }, 'http://[2001:db8::7]/'],
    [
      "by a node's port",
      {
        services: [service('ClusterIP', {}), service('NodePort', {}, 31_080)],
        nodeAddress: '10.244.0.1',
      },
      'http://10.244.0.1:31080/',
    ],
    ['as the address says, without a gateway of Kourier', {}, undefined],
    [
      'as the address says, with a load balancer that has none yet',
      { services: [service('LoadBalancer', {})] },
      undefined,
    ],
  ])('%s', (_, facts, expected) => {
    expect(gatewayOf(address, { ...nothing, ...facts })?.href).toBe(expected);
  });

  it('as the address says, when that has a certificate', () => {
    const secure = new URL('https://cats-vs-dogs.example.com');
    expect(gatewayOf(secure, { ...nothing, services: [balanced({ ip: '192.0.2.7' })] })).toBeUndefined();
  });

  it.each(['127.0.0.1:8000', 'ftp://127.0.0.1', ''])('nowhere for --gateway %j', (given) => {
    expect(() => gatewayOf(address, { ...nothing, given })).toThrow('--gateway must be an address');
  });
});

describe('the address as this machine calls it', () => {
  it.each([
    ['kind-cats-vs-dogs', `${address.origin}:8000/`],
    ['kind-other', address.href],
    ['prod', address.href],
  ])('in %s is %s', (context, expected) => expect(addressFromHere(address, context).href).toBe(expected));
});
