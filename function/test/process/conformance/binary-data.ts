import { expect } from 'vitest';
import { binaryMessage, photoMessage, type V2Message } from '../../../harness/v2-messages.ts';
import { type Case, isBatched } from './case.ts';
import { expectError, expectOutputs, expectSameOutputs } from './expectations.ts';
import { binaryRequest, jsonRequest, requestFor } from './tensors.ts';
import type { V2Server } from './v2-server.ts';

/** What a server keeps that names the extension `binary_tensor_data`. */
export const binaryData: Case[] = [
  {
    name: 'a binary tensor is the same as one in JSON',
    check: async (server) =>
      expectSameOutputs(await server.infer(binaryRequest(server)), await server.infer(jsonRequest(server))),
  },
  {
    name: 'a batch of binary tensors is the same as one in JSON',
    applies: isBatched,
    check: async (server) =>
      expectSameOutputs(
        await server.infer(binaryRequest(server, {}, 2)),
        await server.infer(jsonRequest(server, {}, 2)),
      ),
  },
  {
    name: 'binary_data_output gives all outputs as binary data, and they are the same',
    check: async (server) => {
      const message = jsonRequest(server, { parameters: { binary_data_output: true } });
      const { headers } = await server.request('POST', `/models/${server.model}/infer`, message);
      expect(headers.get('inference-header-content-length')).toMatch(/^\d+$/);
      expectSameOutputs(await server.infer(message), await server.infer(jsonRequest(server)));
    },
  },
  {
    name: 'binary_data of an output goes before binary_data_output',
    check: async (server) => {
      const { name } = server.outputs[0]!;
      const outputs = [{ name, parameters: { binary_data: false } }];
      const message = jsonRequest(server, { outputs, parameters: { binary_data_output: true } });
      const { headers } = await server.request('POST', `/models/${server.model}/infer`, message);
      expect(headers.get('inference-header-content-length')).toBeNull();
      expectOutputs(await server.infer(message), [server.outputs[0]!]);
    },
  },
  {
    name: 'a body with the header value 0 is one tensor, and its outputs are binary',
    applies: ({ input }) => input.datatype === 'BYTES',
    check: async (server) => {
      const message = photoMessage(server.photo);
      const { headers } = await server.request('POST', `/models/${server.model}/infer`, message);
      expect(headers.get('inference-header-content-length')).toMatch(/^\d+$/);
      expectSameOutputs(await server.infer(message), await server.infer(jsonRequest(server)));
    },
  },
  ...Object.entries<(server: V2Server) => V2Message>({
    'a tensor that is shorter than binary_data_size': (server) => {
      const { binaryTensor, binary: bytes } = requestFor(server);
      return binaryMessage({ inputs: [binaryTensor] }, bytes.subarray(1));
    },
    'a tensor that is longer than binary_data_size': (server) => {
      const { binaryTensor, binary: bytes } = requestFor(server);
      return binaryMessage({ inputs: [binaryTensor] }, bytes, Buffer.alloc(1));
    },
    'a tensor that does not fit its shape': (server) => {
      const { binaryTensor, binary: bytes } = requestFor(server);
      const parameters = { binary_data_size: bytes.length + 1 };
      return binaryMessage({ inputs: [{ ...binaryTensor, parameters }] }, bytes, Buffer.alloc(1));
    },
    'a length of the JSON that is beyond the body': (server) => {
      const { headers, body } = binaryRequest(server);
      return { headers: { ...headers, 'Inference-Header-Content-Length': String(body.length + 1) }, body };
    },
    'a length of the JSON that ends within it': (server) => {
      const { headers, body } = binaryRequest(server);
      return { headers: { ...headers, 'Inference-Header-Content-Length': '10' }, body };
    },
    'a length of the JSON that is no number': (server) => {
      const { headers, body } = binaryRequest(server);
      return { headers: { ...headers, 'Inference-Header-Content-Length': 'all' }, body };
    },
  }).map(([name, make]) => ({
    name: `${name}: 4xx with an error`,
    check: async (server: V2Server) =>
      expectError(await server.request('POST', `/models/${server.model}/infer`, make(server))),
  })),
];
