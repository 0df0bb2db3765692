import { keepItem, readItem } from './browser-items.ts';
import { byId, onClick } from './elements.ts';

const ITEM = 'api-key';

/** The key that was entered in this tab; the browser forgets it with the tab. */
export const apiKey = (): string | null => readItem('sessionStorage', ITEM);

/**
 * Asks a person for a key, and says so when the one that they gave is not known.
 * @param onKey called when a key was entered
 */
export function createKeyDialog(onKey: () => void) {
  const dialog = byId<HTMLDialogElement>('key');
  const input = byId<HTMLInputElement>('key-text');
  const problem = byId('key-problem');
  byId('key-form').addEventListener('submit', (event) => {
    event.preventDefault();
    keepItem('sessionStorage', ITEM, input.value.trim());
    dialog.close();
    onKey();
  });
  onClick('key-later', () => dialog.close());
  return {
    open(): void {
      if (dialog.open) return;
      problem.textContent =
        apiKey() === null ? '' : 'This key is not known here. Check it, or ask for another one.';
      input.value = '';
      dialog.showModal();
    },
  };
}
