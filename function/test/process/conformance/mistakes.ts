import { jsonMessage, type V2Message } from '../../../harness/v2-messages.ts';
import type { Case } from './case.ts';
import { expectError } from './expectations.ts';
import { jsonRequest, requestFor } from './tensors.ts';
import type { V2Server } from './v2-server.ts';

/** What is wrong with a request, and how it becomes so. */
const wrongs: [name: string, make: (server: V2Server) => V2Message][] = [
  [
    'a body that is no JSON',
    () => ({ headers: { 'Content-Type': 'application/json' }, body: Buffer.from('{"a') }),
  ],
  [
    'a body without a byte',
    () => ({ headers: { 'Content-Type': 'application/json' }, body: Buffer.alloc(0) }),
  ],
  ['a list', () => jsonMessage([])],
  ['a request without inputs', () => jsonMessage({ id: 'a' })],
  ['inputs that are no list', () => jsonMessage({ inputs: {} })],
  ['a list of no inputs', () => jsonMessage({ inputs: [] })],
  ...Object.entries<(tensor: Record<string, unknown>, shape: number[]) => object>({
    'an input of another name': (tensor) => ({ ...tensor, name: 'no-such-input' }),
    'an input without a name': ({ name: _, ...tensor }) => tensor,
    'an input without a shape': ({ shape: _, ...tensor }) => tensor,
    'an input without a datatype': ({ datatype: _, ...tensor }) => tensor,
    'an input without data': ({ data: _, ...tensor }) => tensor,
    'an input of another datatype': (tensor) => ({ ...tensor, datatype: 'INT16' }),
    'an input of a datatype that is none': (tensor) => ({ ...tensor, datatype: 'PHOTO' }),
    'a shape of more dimensions': (tensor, shape) => ({ ...tensor, shape: [...shape, 1, 1] }),
    'a shape that is larger than its data': (tensor, shape) => ({
      ...tensor,
      shape: [...shape.slice(0, -1), 1000],
    }),
    'a shape of 2^53 elements': (tensor, shape) => ({ ...tensor, shape: [2 ** 53, ...shape.slice(1)] }),
    'a negative shape': (tensor, shape) => ({ ...tensor, shape: [-1, ...shape.slice(1)] }),
    'a shape of strings': (tensor, shape) => ({ ...tensor, shape: shape.map(String) }),
    'more data than its shape': (tensor) => ({
      ...tensor,
      data: [...(tensor.data as []), ...(tensor.data as [])],
    }),
    'data that is null': (tensor) => ({ ...tensor, data: null }),
    'data that is an object': (tensor) => ({ ...tensor, data: { 0: 0 } }),
    'elements that are objects': (tensor) => ({ ...tensor, data: (tensor.data as []).map(() => ({})) }),
  }).map(([name, change]): [string, (server: V2Server) => V2Message] => [
    name,
    (server) => {
      const { tensor, shape } = requestFor(server);
      return jsonMessage({ inputs: [change(tensor, shape)] });
    },
  ]),
  ['an id that is a number', (server) => jsonRequest(server, { id: 1 })],
  ['an output of another name', (server) => jsonRequest(server, { outputs: [{ name: 'no-such-output' }] })],
  ['outputs that are strings', (server) => jsonRequest(server, { outputs: ['a'] })],
];

export const mistakes: Case[] = [
  ...wrongs.map(([name, make]) => ({
    name: `${name}: 4xx with an error`,
    check: async (server: V2Server) =>
      expectError(await server.request('POST', `/models/${server.model}/infer`, make(server))),
  })),
  ...['', '/ready'].map((suffix) => ({
    name: `GET /v2/models/no-such-model${suffix} is 404 with an error`,
    check: async ({ request }: V2Server) =>
      expectError(await request('GET', `/models/no-such-model${suffix}`), 404),
  })),
  {
    name: 'POST /v2/models/no-such-model/infer is 404 with an error',
    check: async (server) =>
      expectError(await server.request('POST', '/models/no-such-model/infer', jsonRequest(server)), 404),
  },
  {
    name: 'a version that is not there is 404 with an error',
    applies: ({ version }) => version !== '',
    check: async ({ request, model }) =>
      expectError(await request('GET', `/models/${model}/versions/9999`), 404),
  },
  {
    name: 'a path that is not there is 404 with an error',
    check: async ({ request }) => expectError(await request('GET', '/no-such-path'), 404),
  },
  {
    name: 'GET .../infer is 405 with an error',
    check: async ({ request, model }) => expectError(await request('GET', `/models/${model}/infer`), 405),
  },
  {
    name: 'POST /v2/health/live is 405 with an error',
    check: async ({ request }) => expectError(await request('POST', '/health/live', jsonMessage({})), 405),
  },
];
