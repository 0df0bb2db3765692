/**
 * Takes photos that are dropped anywhere on the page, pasted, chosen, or taken with a camera.
 * @param onFiles called with the files that came in; with an empty list when what came was no file
 */
export function takePhotos(
  zone: HTMLElement,
  inputs: HTMLInputElement[],
  onFiles: (files: File[]) => void,
): void {
  for (const input of inputs) {
    input.addEventListener('change', () => {
      onFiles([...(input.files ?? [])]);
      // So that the same photo can be chosen again.
      input.value = '';
    });
  }
  document.addEventListener('paste', ({ clipboardData }) => {
    if (clipboardData !== null) onFiles([...clipboardData.files]);
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
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
