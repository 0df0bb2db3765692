import { messageOf, UsageError } from '../../tools/failure.ts';
import type { PhotoClassifier } from './classifier.ts';
import { remoteClassifier } from './remote.ts';

/**
 * The function at an address, or without one the model in this process.
 * @throws UsageError when the address or the model's settings cannot be used
 */
export async function openClassifier(url?: string, apiKey?: string): Promise<PhotoClassifier> {
  try {
    if (url !== undefined) return remoteClassifier(url, apiKey);
    // Loaded only when it is used: the native libraries take longer than an answer from elsewhere.
    const { inProcessClassifier } = await import('./in-process.ts');
    return await inProcessClassifier(process.env);
  } catch (cause) {
    throw new UsageError(messageOf(cause), { cause });
  }
}
