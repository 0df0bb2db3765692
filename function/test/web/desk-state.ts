import type { Page } from 'playwright-core';
import type { Answer } from '../../web/src/ask.ts';
import type { Photo } from '../../web/src/state.ts';

const answer = (changes: Partial<Answer>): Answer => ({
  prediction: 'cat',
  probability: 0.99,
  is_pet: true,
  pet_score: 0.98,
  needs_review: false,
  photo_sha256: 'b'.repeat(64),
  inference_time_ms: 4,
  model: { name: 'cats-vs-dogs', version: '1.2.3' },
  request_id: 'request-1',
  ...changes,
});

const kinds: Partial<Answer>[] = [
  { prediction: 'cat', probability: 0.99 },
  { prediction: 'dog', probability: 0.97 },
  { prediction: 'dog', probability: 0.7, needs_review: true },
  { is_pet: false, pet_score: 0.1, needs_review: true },
];

/** Answered photos of all kinds in turn: cat, dog, to review, neither. The later a photo to review, the less sure. */
export function answeredPhotos(count: number): Photo[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length]!;
    const unsure =
      kind.needs_review === true && kind.is_pet !== false ? { probability: 0.7 - index / 1e4 } : {};
    return {
      id: index + 1,
      name: `holiday/IMG_${index}.jpg`,
      size: 1000,
      modified: 1,
      digest: index.toString(16).padStart(64, '0'),
      answer: answer({ ...kind, ...unsure }),
      tookMs: 12,
    };
  });
}

/** Puts photos into the list of the browser, each with a thumbnail that is drawn there, and opens the page again. */
export async function openWith(page: Page, photos: readonly Photo[]): Promise<void> {
  await page.evaluate(async (all) => {
    const withThumbnails = await Promise.all(
      all.map(async (photo, index) => {
        const canvas = new OffscreenCanvas(256, 192);
        const pen = canvas.getContext('2d')!;
        pen.fillStyle = `hsl(${(index * 47) % 360} 60% 60%)`;
        pen.fillRect(0, 0, 256, 192);
        pen.fillStyle = '#fff';
        pen.font = '80px sans-serif';
        pen.fillText(String(index), 20, 120);
        return { ...photo, thumbnail: await canvas.convertToBlob({ type: 'image/jpeg' }) };
      }),
    );
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('review-desk');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction('photos', 'readwrite');
    for (const photo of withThumbnails) transaction.objectStore('photos').put(photo, photo.id);
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    database.close();
  }, photos as Photo[]);
  await page.reload();
}

/** What the browser keeps, without the thumbnails. */
export function keptPhotos(page: Page): Promise<Photo[]> {
  return page.evaluate(
    () =>
      new Promise<Photo[]>((resolve) => {
        const request = indexedDB.open('review-desk');
        request.onsuccess = () => {
          const all = request.result.transaction('photos').objectStore('photos').getAll();
          all.onsuccess = () => resolve(all.result.map(({ thumbnail, ...photo }) => photo));
        };
      }),
  );
}
