import { readdir } from 'node:fs/promises';
import path from 'node:path';

const photoName = /\.(jpe?g|jfif|png|webp|gif|avif|tiff?|heic|heif)$/i;

/**
 * Finds the photos in a folder and below, in the order of their names, as paths from it with `/` between. Hidden files
 * and folders, links and the folders of `without` are left out; `others` counts the other files.
 * @throws Error when the folder cannot be read
 */
export async function findPhotos(folder: string, without: readonly string[] = []) {
  const excluded = new Set(without.map((name) => path.resolve(name)));
  const files: string[] = [];
  let others = 0;
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(path.join(folder, below), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory() && !excluded.has(path.resolve(folder, name))) await walk(name);
      else if (entry.isFile() && photoName.test(name)) files.push(name);
      else if (entry.isFile()) others += 1;
    }
  };
  await walk('');
  return { files, others };
}
