import type { PhotoClassifier } from './classifier.ts';
import { type RemoteOptions, remoteClassifier } from './remote.ts';

/**
 * The function at an address, or without one the model in this process.
 * @throws Error where that cannot be used
 */
export async function openClassifier(
  url: string | undefined,
  options: RemoteOptions = {},
): Promise<PhotoClassifier> {
  if (url !== undefined) return remoteClassifier(url, options);
  // Loaded only when it is used: the native libraries take longer than an answer from elsewhere.
  const { inProcessClassifier } = await import('./in-process.ts');
  return inProcessClassifier(process.env);
}
