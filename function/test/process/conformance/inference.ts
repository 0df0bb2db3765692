import { expect } from 'vitest';
import { type Case, isBatched } from './case.ts';
import { expectOutputs, expectSameOutputs } from './expectations.ts';
import { jsonRequest, requestFor } from './tensors.ts';

export const inference: Case[] = [
  {
    name: 'an inference gives each output as the metadata has it',
    check: async (server) => {
      const answer = await server.infer(jsonRequest(server));
      expect(answer.model_name).toBe(server.model);
      expectOutputs(answer, server.outputs);
    },
  },
  {
    name: 'the id of the request comes back',
    check: async (server) => {
      expect((await server.infer(jsonRequest(server, { id: 'another-id' }))).id).toBe('another-id');
    },
  },
  {
    name: 'an answer has an id where none was given, as the client of KServe needs it',
    check: async (server) => {
      expect((await server.infer(jsonRequest(server, { id: undefined }))).id).toMatch(/\S/);
    },
  },
  {
    name: 'a version can be asked for, and is told',
    applies: ({ version }) => version !== '',
    check: async (server) => {
      const path = `/models/${server.model}/versions/${server.version}/infer`;
      expect((await server.infer(jsonRequest(server), path)).model_version).toBe(server.version);
    },
  },
  {
    name: 'nested data is the same as flat data',
    check: async (server) => {
      const message = jsonRequest(server, { inputs: [requestFor(server).nestedTensor] });
      expectSameOutputs(await server.infer(message), await server.infer(jsonRequest(server)));
    },
  },
  {
    name: 'the outputs that are named come, in their order, and no others',
    check: async (server) => {
      const named = [...server.outputs].reverse().slice(0, 2);
      const outputs = named.map(({ name }) => ({ name }));
      expectOutputs(await server.infer(jsonRequest(server, { outputs })), named);
    },
  },
  {
    name: 'parameters that are strings, numbers and booleans do no harm',
    check: async (server) => {
      const parameters = { text: 'a', number: 1.5, flag: true };
      expectOutputs(await server.infer(jsonRequest(server, { parameters })), server.outputs);
    },
  },
  {
    name: 'fields that nobody knows do no harm',
    check: async (server) => {
      const answer = await server.infer(jsonRequest(server, { model_name: 'a', x_field: { a: [1] } }));
      expectOutputs(answer, server.outputs);
    },
  },
  {
    name: 'a batch of two has two rows, each as if it were alone',
    applies: isBatched,
    check: async (server) => {
      const alone = await server.infer(jsonRequest(server));
      const two = await server.infer(jsonRequest(server, {}, 2));
      expectOutputs(two, server.outputs);
      for (const [name, { shape, values }] of alone.outputs) {
        const found = two.outputs.get(name);
        expect(found?.shape, name).toEqual([2, ...shape.slice(1)]);
        expect(found?.values, name).toEqual([...values, ...values]);
      }
    },
  },
];
