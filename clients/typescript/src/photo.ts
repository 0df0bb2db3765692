/**
 * A photo: its bytes, or where its file is. A string is a path, a `URL` one with `file:`; both need Node.js. A Buffer is
 * a `Uint8Array`, a File a `Blob`.
 */
export type Photo = Blob | ArrayBuffer | Uint8Array | string | URL;

/** The photo as a Blob, which every attempt of a request can send again. @throws Error when the file cannot be read */
export async function toBlob(photo: Photo): Promise<Blob> {
  if (photo instanceof Blob) return photo;
  if (typeof photo === 'string' || photo instanceof URL) return readFile(photo);
  return new Blob([photo as Uint8Array<ArrayBuffer>]);
}

async function readFile(file: string | URL): Promise<Blob> {
  // Not an import: bundlers for browsers would look for the module.
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.('node:fs/promises') as FileSystem | undefined;
  if (files === undefined)
    throw new TypeError('A path needs Node.js 20.16 or newer. Elsewhere give a Blob or the bytes.');
  const bytes = await files.readFile(file);
  return typeof File === 'undefined' ? new Blob([bytes]) : new File([bytes], nameOf(file));
}

type FileSystem = { readFile(file: string | URL): Promise<Uint8Array<ArrayBuffer>> };

const nameOf = (file: string | URL) =>
  (typeof file === 'string' ? file : decodeURIComponent(file.pathname)).split(/[\\/]/).at(-1)!;
