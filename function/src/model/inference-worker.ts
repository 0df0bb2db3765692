// A thread that holds a session of its own, so that an inference does not hold up the event loop.
import { parentPort } from 'node:worker_threads';
import type { ModelContract } from './contract.ts';
import { ContractError } from './contract-error.ts';
import {
  createSession,
  type InferenceResult,
  type RunOptions,
  type Session,
  type SessionOptions,
} from './session.ts';

export type WorkerRequest =
  | { kind: 'load'; weights: Uint8Array; contract: ModelContract; options: SessionOptions }
  | { kind: 'run'; id: number; data: Uint8Array; width: number; height: number; options: RunOptions }
  | { kind: 'close' };

export type WorkerReply =
  | { kind: 'loaded' }
  | { kind: 'refused'; error: unknown; contractError: string | undefined }
  | ({ kind: 'ran'; id: number } & InferenceResult)
  | { kind: 'failed'; id: number; error: unknown };

const port = parentPort!;
const reply = (message: WorkerReply) => port.postMessage(message);
let session: Session | undefined;

port.on('message', async (request: WorkerRequest) => {
  if (request.kind === 'load') {
    try {
      session = await createSession(request.weights, request.contract, request.options);
      reply({ kind: 'loaded' });
    } catch (error) {
      // The class of an error does not survive the way between threads.
      const contractError = error instanceof ContractError ? error.message : undefined;
      reply({ kind: 'refused', error, contractError });
    }
    return;
  }
  if (request.kind === 'close') {
    await session?.close();
    port.close();
    return;
  }
  const { id, options, ...pixels } = request;
  try {
    if (session === undefined) throw new Error('no model is loaded');
    reply({ kind: 'ran', id, ...(await session.run(pixels, options)) });
  } catch (error) {
    reply({ kind: 'failed', id, error });
  }
});
