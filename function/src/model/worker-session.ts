import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ModelContract } from './contract.ts';
import { ContractError } from './contract-error.ts';
import type { WorkerReply, WorkerRequest } from './inference-worker.ts';
import type { InferenceResult, Pixels, RunOptions, Session, SessionOptions } from './session.ts';

type Pending = { resolve: (result: InferenceResult) => void; reject: (error: unknown) => void };

/** A thread that is being started: begun before its weights are known, for both take their time. */
export class InferenceWorker {
  readonly #worker = new Worker(path.join(import.meta.dirname, 'inference-worker.cjs'), {
    name: 'inference',
  });
  readonly #pending = new Map<number, Pending>();
  #load: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #nextId = 0;
  #closing = false;
  #ended = false;

  /** @param onDeath is told when the thread ends without having been closed */
  constructor(onDeath: (error: Error) => void) {
    this.#worker.on('message', (reply: WorkerReply) => this.#onReply(reply));
    let cause: unknown;
    this.#worker.on('error', (error) => {
      cause = error;
    });
    this.#worker.on('exit', (code) => {
      this.#ended = true;
      if (this.#closing) return;
      const error = new Error(`the inference thread ended with code ${code}`, { cause });
      this.#load?.reject(error);
      for (const pending of this.#pending.values()) pending.reject(error);
      this.#pending.clear();
      onDeath(error);
    });
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  /** @throws ContractError when the graph and the contract differ */
  load(weights: Uint8Array<ArrayBuffer>, contract: ModelContract, options: SessionOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#load = { resolve, reject };
      this.#worker.postMessage({ kind: 'load', weights, contract, options } satisfies WorkerRequest, [
        weights.buffer,
      ]);
    });
  }

  run({ data, width, height }: Pixels, options: RunOptions = {}): Promise<InferenceResult> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      this.#post({ kind: 'run', id, data, width, height, options });
    });
  }

  /** Ends the thread after what waits in it: one that is cut off within an inference aborts the process. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#ended) return;
    const exit = once(this.#worker, 'exit');
    this.#post({ kind: 'close' });
    await exit;
  }

  #post(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }

  #onReply(reply: WorkerReply): void {
    if (reply.kind === 'loaded') {
      this.#load?.resolve();
      return;
    }
    if (reply.kind === 'refused') {
      this.#load?.reject(reply.contractError ? new ContractError(reply.contractError) : reply.error);
      return;
    }
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.kind === 'ran') pending?.resolve(reply);
    else pending?.reject(reply.error);
  }
}

/** A session spread over threads: each inference goes to the thread with the fewest waiting. */
export async function createWorkerSession(
  workers: readonly InferenceWorker[],
  weights: Uint8Array,
  contract: ModelContract,
  options: SessionOptions,
): Promise<Session> {
  // A copy for each, handed over whole: what is cloned on the way stays until the next collection.
  await Promise.all(workers.map((worker) => worker.load(new Uint8Array(weights), contract, options)));
  return {
    run(pixels, options) {
      const worker = workers.reduce((best, other) => (other.pendingCount < best.pendingCount ? other : best));
      return worker.run(pixels, options);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
