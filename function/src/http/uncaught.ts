import { AsyncLocalStorage } from 'node:async_hooks';

type OnUncaught = (thrown: unknown) => void;

const onUncaughtOfRequest = new AsyncLocalStorage<OnUncaught>();

/** Runs the work of one request; `onUncaught` gets what its callbacks throw, wherever `catchUncaught` is on. */
export function runRequest(onUncaught: OnUncaught, work: () => void): void {
  onUncaughtOfRequest.run(onUncaught, work);
}

/**
 * Hands each exception and rejection that nothing caught to the request in whose course it was thrown, and to `onOther`
 * where it belongs to no request.
 * @returns a function that stops it
 */
export function catchUncaught(onOther: OnUncaught): () => void {
  const onThrown = (thrown: unknown) => (onUncaughtOfRequest.getStore() ?? onOther)(thrown);
  process.on('uncaughtException', onThrown).on('unhandledRejection', onThrown);
  return () => process.off('uncaughtException', onThrown).off('unhandledRejection', onThrown);
}
