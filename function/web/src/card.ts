import { heatPixels } from '../../src/explain/heat.ts';
import type { Answer, AskError } from './ask.ts';
import { caution, duration, percent, sureness, verdict } from './words.ts';

export type Card = ReturnType<typeof createCard>;

/** The card of one photo, from its preview to its answer. */
export function createCard(name: string, photo: Blob) {
  const frame = make('div', 'frame');
  const said = make('div', 'said');
  const element = make('li', 'card', make('figure', 'photo', frame), said);
  element.tabIndex = -1;
  const title = make('h3', 'name', name);
  preview(frame, name, photo);
  return {
    element,
    waiting() {
      const bar = make('div', 'bar waiting', make('span'));
      bar.ariaHidden = 'true';
      said.replaceChildren(title, make('p', 'verdict', 'Looking…'), bar);
    },
    slow() {
      said.append(make('p', 'facts', 'This takes longer than usual: the function may just be starting.'));
    },
    answered(answer: Answer, tookMs: number, note: string | undefined) {
      const warning = caution(answer);
      const { name: model, version } = answer.model;
      said.replaceChildren(
        title,
        make('p', 'verdict', verdict(answer)),
        barOf(answer),
        make('p', '', sureness(answer)),
        ...(warning === undefined ? [] : [make('p', 'note', warning)]),
        ...(answer.saliency === undefined ? [] : [why(frame, answer.saliency, answer)]),
        make('p', 'facts', `Answered in ${duration(tookMs)} by ${model} ${version}`),
        ...(note === undefined ? [] : [make('p', 'facts', note)]),
        detailsOf(answer),
      );
    },
    failed(error: AskError, retry: () => void) {
      const button = pushButton('Try again');
      button.addEventListener('click', retry);
      said.replaceChildren(
        title,
        make('p', 'verdict', 'No answer'),
        make('p', 'note error', error.message),
        ...(error.canRetry ? [make('p', '', button)] : []),
      );
    },
  };
}

function preview(frame: HTMLElement, name: string, photo: Blob): void {
  const image = make('img');
  image.alt = `The photo ${name}`;
  image.src = URL.createObjectURL(photo);
  image.addEventListener('load', () => URL.revokeObjectURL(image.src), { once: true });
  const showNone = () =>
    frame.replaceChildren(make('p', 'no-preview', 'This browser cannot show this photo.'));
  image.addEventListener('error', showNone, { once: true });
  frame.replaceChildren(image);
}

function barOf(answer: Answer): HTMLElement {
  const fill = make('span');
  const bar = make('div', answer.needs_review || !answer.is_pet ? 'bar unsure' : 'bar', fill);
  bar.role = 'meter';
  bar.ariaLabel = 'How sure';
  bar.ariaValueMin = '0';
  bar.ariaValueMax = '100';
  // Never 100: a model can be wrong.
  bar.ariaValueNow = String(Math.floor(answer.probability * 1000) / 10);
  bar.ariaValueText = percent(answer.probability);
  // After the bar was drawn empty once, so that it is seen to fill.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => fill.style.setProperty('--share', `${answer.probability}`)),
  );
  return bar;
}

/**
 * Lays the heat map over the photo, where it fades in, with a button that takes it away. Of what is no pet there is not
 * much to see: it comes when it is asked for.
 */
function why(frame: HTMLElement, saliency: NonNullable<Answer['saliency']>, answer: Answer): HTMLElement {
  const { width, height, values } = saliency;
  const canvas = make('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.ariaHidden = 'true';
  canvas.getContext('2d')!.putImageData(new ImageData(heatPixels(values), width, height), 0, 0);
  if (frame.querySelector('img') === null) return make('p', 'facts', '');
  frame.querySelector('canvas')?.remove();
  frame.append(canvas);
  const button = pushButton('Show why');
  const show = (shown: boolean) => {
    canvas.classList.toggle('shown', shown);
    button.ariaPressed = String(shown);
  };
  show(false);
  button.addEventListener('click', () => show(button.ariaPressed !== 'true'));
  if (answer.is_pet) requestAnimationFrame(() => requestAnimationFrame(() => show(true)));
  return make('p', 'why', button, make('span', '', `Warm: what speaks for a ${answer.prediction}`));
}

function detailsOf(answer: Answer): HTMLElement {
  const list = make('dl');
  const facts = {
    'Looks like a pet': `${(answer.pet_score * 100).toFixed(1)} %`,
    'Model’s time': duration(answer.inference_time_ms),
    'SHA-256 of what was sent': answer.photo_sha256,
    Request: answer.request_id,
  };
  for (const [name, value] of Object.entries(facts)) list.append(make('dt', '', name), make('dd', '', value));
  return make('details', '', make('summary', '', 'Details'), list);
}

function pushButton(text: string): HTMLButtonElement {
  const button = make('button', 'button small', text);
  button.type = 'button';
  return button;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}
