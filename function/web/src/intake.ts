/** What came in: a file, and its name with the folders that it came in. */
export type Incoming = { file: File; name: string };

/**
 * Takes photos that are dropped anywhere on the page, pasted, chosen, or taken with a camera; of folders all that is below.
 * @param onFiles called with the files that came in; with an empty list when what came was no file
 */
export function takePhotos(
  zone: HTMLElement,
  inputs: HTMLInputElement[],
  onFiles: (files: Incoming[]) => void,
): void {
  for (const input of inputs) {
    input.addEventListener('change', () => {
      onFiles(withoutHidden([...(input.files ?? [])].map(incoming)));
      // So that the same photo can be chosen again.
      input.value = '';
    });
  }
  document.addEventListener('paste', ({ clipboardData, target }) => {
    const isTyped = target instanceof HTMLInputElement;
    if (clipboardData !== null && !isTyped) onFiles([...clipboardData.files].map(incoming));
  });
  // A drag enters every element on its way: it has left when it left as many.
  let depth = 0;
  const mark = (change: number) => {
    depth = change === 0 ? 0 : Math.max(0, depth + change);
    zone.classList.toggle('over', depth > 0);
  };
  document.addEventListener('dragenter', () => mark(1));
  document.addEventListener('dragleave', () => mark(-1));
  // Without this the browser would open the file instead.
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(0);
    void dropped(event.dataTransfer).then(onFiles);
  });
}

const incoming = (file: File): Incoming => ({ file, name: file.webkitRelativePath || file.name || 'Photo' });

// What systems put into folders, as .DS_Store.
const withoutHidden = (files: Incoming[]) => files.filter(({ name }) => !/(^|\/)\./.test(name));

/** The entries must be taken before the event is over; what is in them may be read later. */
async function dropped(transfer: DataTransfer | null): Promise<Incoming[]> {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file');
  const sources = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found: Incoming[] = [];
  for (const source of sources) {
    if (source instanceof File) found.push(incoming(source));
    else if (source !== null) await walk(source, found);
  }
  return withoutHidden(found);
}

async function walk(entry: FileSystemEntry, found: Incoming[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File | undefined>((resolve) =>
      (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)),
    );
    if (file !== undefined) found.push({ file, name: entry.fullPath.slice(1) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const entries: FileSystemEntry[] = [];
  // Each call gives at most a hundred, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) break;
    entries.push(...some);
  }
  entries.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  for (const inner of entries) await walk(inner, found);
}
