import type { V2Server } from './v2-server.ts';

/** A sentence of the protocol, and whether a server keeps it: rejects where it does not. */
export interface Case {
  name: string;
  /** Only for a server that says so of itself. */
  extension?: string;
  /** Only where it can be asked. */
  applies?: (server: V2Server) => boolean;
  check: (server: V2Server) => Promise<void>;
}

/** The same model takes and gives any number of rows. */
export const isBatched = ({ input, outputs }: V2Server) =>
  input.shape[0] === -1 && outputs.every(({ shape }) => shape[0] === -1);
