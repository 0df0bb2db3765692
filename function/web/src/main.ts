import { AskError, ask } from './ask.ts';
import { type Card, createCard } from './card.ts';
import { takePhotos } from './intake.ts';
import { prepare } from './photo.ts';
import { caution, sureness, verdict } from './words.ts';

// More would wait in the function instead of here.
const AT_ONCE = 3;
const SLOW_MS = 4000;

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const answers = byId<HTMLOListElement>('answers');
const status = byId('status');
const message = byId('message');
const model = byId('model');

const line: (() => Promise<void>)[] = [];
let running = 0;

/** Runs a task when its turn comes. */
async function inTurn(task: () => Promise<void>): Promise<void> {
  line.push(task);
  if (running >= AT_ONCE) return;
  running += 1;
  for (let next = line.shift(); next !== undefined; next = line.shift()) await next();
  running -= 1;
}

async function classify(file: File, name: string, card: Card): Promise<void> {
  const slow = setTimeout(card.slow, SLOW_MS);
  try {
    const { blob, note } = await prepare(file);
    const startedAtMs = performance.now();
    const answer = await ask(blob);
    card.answered(answer, performance.now() - startedAtMs, note);
    model.textContent = `${answer.model.name} ${answer.model.version}`;
    const warning = caution(answer);
    status.textContent = `${name}: ${verdict(answer)}. ${sureness(answer)}. ${warning ?? ''}`;
  } catch (thrown) {
    const error =
      thrown instanceof AskError ? thrown : new AskError('This photo cannot be read.', 'unreadable', false);
    let isAsked = false;
    const retry = () => {
      if (isAsked) return;
      isAsked = true;
      start(file, name, card);
    };
    card.failed(error, () => {
      retry();
      // The button that was pressed is gone.
      card.element.focus();
    });
    if (error.code === 'offline') addEventListener('online', retry, { once: true });
    status.textContent = `${name}: no answer. ${error.message}`;
  } finally {
    clearTimeout(slow);
  }
}

function start(file: File, name: string, card: Card): void {
  card.waiting();
  void inTurn(() => classify(file, name, card));
}

function onFiles(files: File[]): void {
  // Some browsers give HEIC no type at all.
  const photos = files.filter(({ type, name }) => type.startsWith('image/') || /\.hei[cf]$/i.test(name));
  message.textContent =
    photos.length > 0
      ? ''
      : 'That was no photo. Save the picture as a file first, then drop or choose the file.';
  const cards = photos.map((file) => {
    const name = file.name || 'Photo';
    const card = createCard(name, file);
    start(file, name, card);
    return card.element;
  });
  // The newest on top, those of one choice in their order.
  answers.prepend(...cards);
}

const sample = byId('sample');
sample.addEventListener('click', async () => {
  const photo = await fetch('web/sample.jpg').catch(() => undefined);
  if (photo?.ok) onFiles([new File([await photo.blob()], 'A sample.jpg', { type: 'image/jpeg' })]);
  else message.textContent = 'The sample cannot be had. Check your connection and try again.';
});

takePhotos(byId('intake'), [byId('choose'), byId('camera')], onFiles);
