import { binaryData } from './binary-data.ts';
import type { Case } from './case.ts';
import { health, metadata } from './health-and-metadata.ts';
import { inference } from './inference.ts';
import { mistakes } from './mistakes.ts';
import type { V2Server } from './v2-server.ts';

/** What the protocol says of a server, as a table. */
export const cases: readonly Case[] = [
  ...health,
  ...metadata,
  ...inference,
  ...mistakes,
  ...binaryData.map((entry) => ({ ...entry, extension: 'binary_tensor_data' })),
];

/** The cases that this server can be asked. */
export function casesFor(server: V2Server): Case[] {
  return cases.filter(
    ({ extension, applies }) =>
      (extension === undefined || server.extensions.includes(extension)) && (applies?.(server) ?? true),
  );
}
