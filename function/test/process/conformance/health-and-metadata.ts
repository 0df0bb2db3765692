import { expect } from 'vitest';
import type { Case } from './case.ts';
import { json } from './expectations.ts';
import type { V2Server } from './v2-server.ts';

export const health: Case[] = [
  {
    name: 'GET /v2/health/live is 200 and live',
    check: async ({ request }) => {
      const answer = await request('GET', '/health/live');
      expect([answer.status, json(answer)]).toEqual([200, { live: true }]);
    },
  },
  {
    name: 'GET /v2/health/ready is 200 and ready',
    check: async ({ request }) => {
      const answer = await request('GET', '/health/ready');
      expect([answer.status, json(answer)]).toEqual([200, { ready: true }]);
    },
  },
  ...['', '/versions/V'].map((suffix) => ({
    name: `GET /v2/models/M${suffix}/ready is 200, with the name of the model`,
    applies: ({ version }: V2Server) => suffix === '' || version !== '',
    check: async ({ request, model, version }: V2Server) => {
      const answer = await request('GET', `/models/${model}${suffix.replace('V', version)}/ready`);
      expect([answer.status, json(answer)]).toEqual([200, { name: model, ready: true }]);
    },
  })),
];

export const metadata: Case[] = [
  ...['', '/'].map((path) => ({
    name: `GET /v2${path} tells name, version and extensions`,
    check: async ({ request }: V2Server) => {
      const answer = await request('GET', path);
      expect(json(answer)).toMatchObject({
        name: expect.any(String),
        version: expect.any(String),
        extensions: expect.any(Array),
      });
    },
  })),
  ...['', '/versions/V'].map((suffix) => ({
    name: `GET /v2/models/M${suffix} tells platform, inputs and outputs`,
    applies: ({ version }: V2Server) => suffix === '' || version !== '',
    check: async ({ request, model, version }: V2Server) => {
      const answer = json(await request('GET', `/models/${model}${suffix.replace('V', version)}`));
      expect(answer).toMatchObject({ name: model, platform: expect.any(String) });
      const tensor = { name: expect.any(String), datatype: expect.any(String), shape: expect.any(Array) };
      for (const list of [answer.inputs, answer.outputs]) {
        expect(list).not.toHaveLength(0);
        for (const entry of list as object[]) expect(entry).toEqual(tensor);
      }
    },
  })),
];
