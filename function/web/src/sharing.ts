import { type AskError, post } from './ask.ts';
import { keepItem, readItem } from './browser-items.ts';
import { byId } from './elements.ts';
import type { Photo, State } from './state.ts';

const ITEM = 'share-verdicts';
// Long enough for a person to take a slip back.
const DELAY_MS = 3000;
const RETRY_MS = 15_000;
// A key's limit may count each verdict.
const MOST_AT_ONCE = 100;

/**
 * Sends verdicts to the service while the switch is on. Each stays marked as not sent until the service took it, so that
 * neither a failure nor a reload loses one.
 * @param onKeyNeeded called when the service asks for a key
 */
export function createSharing(state: State, onKeyNeeded: () => void) {
  const toggle = byId<HTMLInputElement>('share');
  const note = byId('share-note');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSending = false;
  toggle.checked = readItem('localStorage', ITEM) === 'on';
  toggle.addEventListener('change', () => {
    keepItem('localStorage', ITEM, toggle.checked ? 'on' : 'off');
    note.textContent = '';
    later();
  });
  addEventListener('online', () => later());

  const isUnsent = ({ digest, verdict, sharedVerdict }: Photo) =>
    digest !== undefined && verdict !== undefined && verdict !== sharedVerdict;

  function later(waitMs = DELAY_MS): void {
    if (isSending) return;
    clearTimeout(timer);
    timer = setTimeout(send, waitMs);
  }

  async function send(): Promise<void> {
    const photos = state.all().filter(isUnsent).slice(0, MOST_AT_ONCE);
    if (!toggle.checked || photos.length === 0) return;
    isSending = true;
    let waitMs: number | undefined;
    try {
      const body = new Blob([JSON.stringify(photos.map(verdictOf))], { type: 'application/json' });
      await post('verdicts', body);
      for (const { id, verdict } of photos) state.change(id, { sharedVerdict: verdict! });
      waitMs = 0;
      note.textContent = 'The service has your verdicts.';
    } catch (error) {
      waitMs = refused(error as AskError);
    }
    isSending = false;
    if (waitMs !== undefined) later(waitMs);
  }

  /** @returns when to try again, in ms; undefined where that is of no use now */
  function refused({ status, canRetry, code, retryAfterMs, message }: AskError): number | undefined {
    if (status === 404) {
      toggle.checked = false;
      note.textContent = 'This service takes no verdicts. Yours stay in this browser.';
      return undefined;
    }
    note.textContent = `Not sent yet: ${message}`;
    if (code === 'api_key_required') onKeyNeeded();
    // A key, and a network that is back, call later() themselves.
    else if (canRetry && code !== 'offline') return Math.max(retryAfterMs, RETRY_MS);
    return undefined;
  }

  return { later };
}

function verdictOf({ digest, verdict, answer }: Photo) {
  const { is_pet, prediction, probability, needs_review, model } = answer ?? {};
  const predicted = is_pet === false ? 'neither' : prediction;
  return {
    photo_sha256: digest,
    verdict,
    predicted,
    probability,
    needs_review,
    model: model?.version,
    source: 'page',
  };
}
