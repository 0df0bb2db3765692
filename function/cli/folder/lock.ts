import { once } from 'node:events';
import { type FileHandle, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Locks an open file against other processes of this machine, by whatever name they open it. The lock is a local socket,
 * which the kernel closes with its process: no crash leaves it behind.
 * @returns a function that unlocks it; undefined when another process holds the lock
 */
export async function lock(file: FileHandle): Promise<(() => void) | undefined> {
  const { dev, ino } = await file.stat({ bigint: true });
  const address = addressOf(`cats-vs-dogs-${dev}-${ino}`);
  const server = createServer((socket) => socket.destroy()).unref();
  for (;;) {
    try {
      server.listen(address);
      await once(server, 'listening');
      return () => void server.close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
    if (!isFile(address) || (await isHeld(address))) return undefined;
    await rm(address, { force: true });
  }
}

/** Where a socket may have a name without a file, it has: only a file outlives its process. */
function addressOf(name: string): string {
  if (process.platform === 'linux') return `\0${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return path.join(tmpdir(), `${name}.sock`);
}

const isFile = (address: string): boolean => !/^(\0|\\\\)/.test(address);

async function isHeld(address: string): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
