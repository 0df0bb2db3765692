import { clear, createStore, setMany, type UseStore, values } from 'idb-keyval';
import type { Photo } from './state.ts';

export type Store = ReturnType<typeof openStore>;

/** Keeps the list in this browser. Where it may keep nothing, as in some private windows, the list ends with the page. */
export function openStore() {
  let changed = new Map<number, Photo>();
  let isWriting = false;
  let store: UseStore | undefined;
  const ask = async <T>(work: (store: UseStore) => Promise<T>): Promise<T | undefined> => {
    try {
      store ??= createStore('review-desk', 'photos');
      return await work(store);
    } catch (error) {
      console.warn('The list is not kept in this browser:', error);
      return undefined;
    }
  };
  return {
    /** @returns what was kept, in the order in which it was added */
    load: async (): Promise<Photo[]> => (await ask((store) => values<Photo>(store))) ?? [],

    /** What changes while the browser writes is written together afterwards. */
    async save(photo: Photo): Promise<void> {
      changed.set(photo.id, photo);
      if (isWriting) return;
      isWriting = true;
      while (changed.size > 0) {
        const entries: [number, Photo][] = [...changed];
        changed = new Map();
        await ask((store) => setMany(entries, store));
      }
      isWriting = false;
    },

    async clear(): Promise<void> {
      changed.clear();
      await ask((store) => clear(store));
    },
  };
}
