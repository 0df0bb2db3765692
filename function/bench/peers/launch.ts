import { spawn } from 'node:child_process';
import path from 'node:path';
import { run } from '../../../tools/process.ts';
import { type BuiltServer, serverOf, spawnServer } from '../../harness/built-server.ts';
import { photoRequest, predictRequest } from '../load.ts';
import { processTree } from '../process-tree.ts';

const FOLDER = import.meta.dirname;

/** The servers that are compared, the function first. */
export const PEERS = ['function', 'FastAPI', 'BentoML', 'LitServe'] as const;
export type Peer = (typeof PEERS)[number];

/** The Python that has the packages of the peers; the first call installs them. @throws ProgramError without an index */
export async function peersPython(): Promise<string> {
  return (await run(path.join(FOLDER, 'python'), ['-c', 'import sys; print(sys.executable)'])).trim();
}

const commandOf = (peer: Exclude<Peer, 'function'>, port: number): string[] =>
  ({
    FastAPI: ['fastapi_server.py'],
    BentoML: [
      '-m',
      'bentoml',
      'serve',
      'bentoml_server:CatsVsDogs',
      '--host',
      '127.0.0.1',
      '--port',
      `${port}`,
    ],
    LitServe: ['litserve_server.py'],
  })[peer];

/** A photo as each server takes it at the least cost: BentoML and LitServe read files from forms alone. */
export const requestFor: Record<Peer, (photo: Buffer) => Buffer> = {
  function: (photo) => photoRequest(photo, 'bench-peers'),
  FastAPI: (photo) => photoRequest(photo, 'bench-peers'),
  BentoML: (photo) => predictRequest(photo, 'bench-peers'),
  LitServe: (photo) => predictRequest(photo, 'bench-peers'),
};

/** Starts one of the servers on a port, and returns at once. @param python as `peersPython` returns it */
export function spawnPeer(peer: Peer, port: number, python: string): BuiltServer {
  if (peer === 'function') return spawnServer(port);
  const child = spawn(python, commandOf(peer, port), {
    cwd: FOLDER,
    env: { ...process.env, PORT: String(port), BENTOML_DO_NOT_TRACK: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${python} could not be started`);
  // LitServe leaves its workers behind when only its first process gets a signal.
  const signal = (name: NodeJS.Signals) => {
    for (const member of processTree(pid)) sendSignal(member, name);
  };
  return serverOf({ child, pid: () => pid, signal, memoryIsLimited: false }, port);
}

function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended since.
  }
}
