import { heatPixels } from '../../src/explain/heat.ts';
import type { Saliency } from './ask.ts';
import { fill, make, onceDrawn, pushButton, showBlob } from './elements.ts';
import type { Hold } from './queue.ts';
import { groupOf, type Photo, type Verdict } from './state.ts';
import { caution, duration, headingOf, holdWords, percent, sureness, verdictWord } from './words.ts';

export type Card = ReturnType<typeof createCard>;

export type CardActions = {
  /** The photo itself, or else the small copy of it; undefined where there is neither. */
  pictureOf(photo: Photo): { blob: Blob; isOriginal: boolean } | undefined;
  /** Whether the photo itself is at hand, so that it can be sent again. */
  canSend(photo: Photo): boolean;
  retry(id: number): void;
  decide(verdict: Verdict): void;
  undo(): void;
  canUndo(): boolean;
  /** The map that came with the answer. */
  knownMap(id: number): Saliency | undefined;
  /** Asks for the map; undefined where the model gives none. @throws AskError */
  explain(photo: Photo): Promise<Saliency | undefined>;
  /** Asks for the photo with its map, for a browser that cannot show the photo. @throws AskError */
  explainedPicture(photo: Photo): Promise<Blob>;
};

const SLOW_MS = 4000;
const verdicts: [Verdict, string][] = [
  ['cat', 'C'],
  ['dog', 'D'],
  ['neither', 'N'],
];

/** One photo, large: from its preview to its answer, why, and what a person says of it. */
export function createCard(first: Photo, actions: CardActions) {
  const { id, name } = first;
  const frame = make('div', 'frame');
  const said = make('div', 'said');
  const title = make('h2', 'name', name);
  const state = make('div', 'state');
  const decision = decisionRow(actions);
  said.append(title, state, decision.element);
  const element = make('article', 'card', make('figure', 'photo', frame), said);
  element.tabIndex = -1;
  let photo = first;
  let hold: Hold | undefined;
  let drawn: unknown;
  let isOriginal: boolean | undefined;
  let slow: ReturnType<typeof setTimeout> | undefined;
  preview();

  function preview(): void {
    const picture = actions.pictureOf(photo);
    isOriginal = picture?.isOriginal;
    if (picture === undefined) {
      showNone();
      return;
    }
    const image = make('img');
    image.alt = `The photo ${name}`;
    image.addEventListener('error', showNone, { once: true });
    showBlob(image, picture.blob);
    frame.replaceChildren(image);
  }

  function showNone(): void {
    frame.replaceChildren(make('p', 'no-preview', 'This browser cannot show this photo.'));
    // The button reads otherwise then.
    drawn = undefined;
    draw();
  }

  /** Draws only what changed: a button that has the focus stays. */
  function draw(): void {
    const { answer, error } = photo;
    const now = error ?? answer ?? holdText(hold) ?? 'waiting';
    decision.update(photo);
    if (now === drawn) return;
    drawn = now;
    clearTimeout(slow);
    const hadFocus = state.contains(document.activeElement);
    fill(state, error ? failedParts(error) : answer ? answeredParts() : waitingParts());
    if (hadFocus) element.focus();
  }

  function waitingParts() {
    const bar = make('div', 'bar waiting', make('span'));
    slow = setTimeout(() => {
      state.append(make('p', 'facts', 'This takes longer than usual: the function may be starting.'));
    }, SLOW_MS);
    const note = holdText(hold);
    return [make('p', 'verdict', 'Looking…'), bar, note && make('p', 'note error', note)];
  }

  function failedParts({ message, canRetry }: NonNullable<Photo['error']>) {
    const button =
      canRetry && actions.canSend(photo) ? pushButton('Try again', () => actions.retry(id)) : undefined;
    return [make('p', 'verdict', 'No answer'), make('p', 'note error', message), make('p', '', button)];
  }

  function answeredParts() {
    const answer = photo.answer!;
    const warning = caution(answer);
    const sure = sureness(answer);
    return [
      make('p', 'verdict', headingOf(answer)),
      sure && barOf(photo),
      sure && make('p', '', sure),
      warning && make('p', 'note', warning),
      why(),
      detailsOf(photo, isOriginal !== false),
    ];
  }

  function why(): Node | undefined {
    if (actions.pictureOf(photo) === undefined) return undefined;
    if (frame.querySelector('img') === null) return pictureButton();
    const hint = make('span');
    const button = pushButton('Show why', () => void toggle());
    let canvas: HTMLCanvasElement | undefined;
    const show = (isShown: boolean) => {
      canvas!.classList.toggle('shown', isShown);
      button.textContent = isShown ? 'Hide why' : 'Show why';
      hint.textContent = isShown ? `Warm: what speaks for a ${photo.answer!.prediction}` : '';
    };
    const lay = (saliency: Saliency) => {
      canvas = mapOf(saliency);
      frame.querySelector('canvas')?.remove();
      frame.append(canvas);
    };
    const toggle = async () => {
      if (canvas !== undefined) return show(!canvas.classList.contains('shown'));
      const saliency = await asked(button, hint, actions.explain(photo));
      if (saliency === undefined) return;
      lay(saliency);
      onceDrawn(() => show(true));
    };
    const known = actions.knownMap(id);
    if (known !== undefined) {
      lay(known);
      // Of what is no pet there is not much to see: it comes when it is asked for.
      if (photo.answer!.is_pet) onceDrawn(() => show(true));
    }
    return make('p', 'why', button, hint);
  }

  function pictureButton(): Node {
    const hint = make('span');
    const button = pushButton('Show photo and why', async () => {
      const picture = await asked(button, hint, actions.explainedPicture(photo));
      if (picture === undefined) return;
      const image = make('img');
      image.alt = `The photo ${name} and why`;
      showBlob(image, picture);
      frame.replaceChildren(image);
      button.remove();
      element.focus();
    });
    return make('p', 'why', button, hint);
  }

  return {
    element,
    id,
    /** @param hold why photos wait now */
    update(next: Photo, held: Hold | undefined): void {
      photo = next;
      hold = held;
      if (actions.pictureOf(photo)?.isOriginal !== isOriginal) preview();
      draw();
    },
  };
}

/** Waits with the button held down; what went wrong stands beside it. */
async function asked<T>(
  button: HTMLButtonElement,
  hint: HTMLElement,
  answer: Promise<T | undefined>,
): Promise<T | undefined> {
  button.disabled = true;
  hint.textContent = 'Looking…';
  try {
    const value = await answer;
    hint.textContent = value === undefined ? 'This model gives no reasons.' : '';
    return value;
  } catch (error) {
    hint.textContent = (error as Error).message;
    return undefined;
  } finally {
    button.disabled = false;
    // A button that is held down loses the focus.
    button.focus();
  }
}

const holdText = (hold: Hold | undefined) =>
  hold === undefined || hold.reason === 'busy' ? undefined : holdWords(hold, Date.now());

/** What a person says of the photo: a button for each verdict, and one that takes the last one back. */
function decisionRow({ decide, undo, canUndo }: CardActions) {
  const buttons = verdicts.map(([verdict, key]) => {
    const button = pushButton(verdictWord(verdict), () => decide(verdict), 'button decide');
    button.append(make('kbd', '', key));
    button.setAttribute('aria-keyshortcuts', key);
    return button;
  });
  const undoButton = pushButton('Undo', undo, 'link');
  const group = make('div', 'decisions', ...buttons);
  group.role = 'group';
  group.ariaLabel = 'Your verdict';
  const label = make('p', 'facts', 'Your verdict ', undoButton);
  return {
    element: make('div', 'decision', label, group),
    update({ verdict }: Photo): void {
      for (const [index, button] of buttons.entries()) {
        button.ariaPressed = String(verdicts[index]![0] === verdict);
      }
      undoButton.hidden = !canUndo();
    },
  };
}

function barOf(photo: Photo): HTMLElement {
  const { probability } = photo.answer!;
  const share = make('span');
  const bar = make('div', groupOf(photo) === 'review' ? 'bar unsure' : 'bar', share);
  bar.role = 'meter';
  bar.ariaLabel = 'How sure';
  bar.ariaValueMin = '0';
  bar.ariaValueMax = '100';
  // Never 100: a model can be wrong.
  bar.ariaValueNow = String(Math.floor(probability * 1000) / 10);
  bar.ariaValueText = percent(probability);
  // After the bar was drawn empty once, so that it is seen to fill.
  onceDrawn(() => share.style.setProperty('--share', `${probability}`));
  return bar;
}

function mapOf({ width, height, values }: Saliency): HTMLCanvasElement {
  const canvas = make('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')!.putImageData(new ImageData(heatPixels(values), width, height), 0, 0);
  return canvas;
}

function detailsOf({ answer, tookMs, digest, note }: Photo, isOriginal: boolean): HTMLElement {
  const { pet_score, inference_time_ms, model, request_id } = answer!;
  const list = make('dl');
  const facts = {
    'Looks like a pet': `${(pet_score * 100).toFixed(1)} %`,
    Answered: `in ${duration(tookMs ?? 0)} by ${model.name} ${model.version}`,
    'Model’s time': duration(inference_time_ms),
    ...(note === undefined ? {} : { Sent: note }),
    ...(isOriginal ? {} : { Shown: 'a small copy' }),
    'SHA-256 of the file': digest ?? '',
    Request: request_id,
  };
  for (const [name, value] of Object.entries(facts)) list.append(make('dt', '', name), make('dd', '', value));
  return make('details', '', make('summary', '', 'Details'), list);
}
