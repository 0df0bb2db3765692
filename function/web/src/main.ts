import { createKeyDialog } from './api-key.ts';
import { type AskError, ask, askPicture, CHECK_CONNECTION, type Saliency } from './ask.ts';
import { createBar } from './bar.ts';
import { type Card, type CardActions, createCard } from './card.ts';
import { csvOf, saveFile } from './csv.ts';
import { byId, onClick, oncePerFrame } from './elements.ts';
import { type Incoming, takePhotos } from './intake.ts';
import { type Commands, listenToKeys } from './keyboard.ts';
import { createLargeView } from './large-view.ts';
import { type Prepared, prepare } from './photo.ts';
import { createQueue, type Hold } from './queue.ts';
import { createSharing } from './sharing.ts';
import { createState, groupOf, type Photo, type Verdict } from './state.ts';
import { openStore } from './store.ts';
import { createTileGrid } from './tile-grid.ts';
import { leftOutWords, spoken, summary, verdictWord } from './words.ts';

const status = byId('status');
const message = byId('message');
const single = byId('single');
const desk = byId('desk');
const list = byId('tiles');

const store = openStore();
const state = createState((photo) => {
  void store.save(photo);
  drawLater();
});
const drawLater = oncePerFrame(draw);
/** The photos themselves, of this visit: the browser keeps no copy. */
const files = new Map<number, File>();
/** Of photos whose turn came but that were refused for now. */
const prepared = new Map<number, Prepared>();
const maps = new Map<number, Saliency>();
let hold: Hold | undefined;
let card: Card | undefined;

const keyDialog = createKeyDialog(() => {
  queue.release('key');
  sharing.later();
});
const queue = createQueue({
  async run(id) {
    const file = files.get(id);
    if (file === undefined) return;
    const isOnly = state.size() === 1;
    const ready = prepared.get(id) ?? (await prepare(file));
    prepared.set(id, ready);
    const { blob, note, thumbnail, digest } = ready;
    state.change(id, { digest, thumbnail, note });
    const startedAtMs = performance.now();
    const { saliency, ...answer } = await ask(blob, isOnly);
    prepared.delete(id);
    if (saliency !== undefined) maps.set(id, saliency);
    state.change(id, { answer, tookMs: performance.now() - startedAtMs });
    byId('model').textContent = `${answer.model.name} ${answer.model.version}`;
    tell(id);
  },
  failed(id, { message, code, canRetry }) {
    prepared.delete(id);
    state.change(id, { error: { message, code, canRetry } });
    tell(id);
  },
  held(value) {
    hold = value;
    if (hold?.reason === 'key') keyDialog.open();
    drawLater();
  },
});

const actions: CardActions = {
  pictureOf({ id, thumbnail }) {
    const file = files.get(id);
    if (file !== undefined) return { blob: file, isOriginal: true };
    return thumbnail && { blob: thumbnail, isOriginal: false };
  },
  canSend: ({ id }) => files.has(id),
  retry: (id) => sendAgain([id]),
  decide,
  undo,
  canUndo: state.canUndo,
  knownMap: (id) => maps.get(id),
  async explain(photo) {
    const { saliency } = await withKey(async () => ask(await sendable(photo), true));
    if (saliency !== undefined) maps.set(photo.id, saliency);
    return saliency;
  },
  explainedPicture: (photo) => withKey(async () => askPicture(await sendable(photo))),
};

const commands: Commands = { move, columns: () => grid.columns(), decide, undo, open: () => large.open() };
const large = createLargeView(state, actions, move);
const bar = createBar(state, () => {
  draw();
  revealSelected();
});
const grid = createTileGrid(
  list,
  (id) => {
    state.select(id);
    draw();
    large.open();
  },
  () => byId('bar').getBoundingClientRect().bottom,
);
const sharing = createSharing(state, keyDialog.open);
for (const area of [single, desk, large.dialog]) listenToKeys(area, commands);

function draw(): void {
  const size = state.size();
  document.body.classList.toggle('filled', size > 0);
  single.hidden = size !== 1;
  desk.hidden = size < 2;
  byId('kept').hidden = size === 0;
  if (size === 1) drawSingle(state.all()[0]!);
  else {
    single.replaceChildren();
    card = undefined;
    bar.show(retryable().length, hold);
    grid.show(state.shown(), state.selected()?.id);
  }
  large.update(hold);
}

function drawSingle(photo: Photo): void {
  if (card?.id !== photo.id) {
    card = createCard(photo, actions);
    single.replaceChildren(card.element);
  }
  card.update(photo, hold);
}

/** Says aloud what happened to a photo; of many, only when all are done. */
function tell(id: number): void {
  const photo = state.get(id);
  if (photo === undefined) return;
  const counts = state.counts();
  if (state.size() === 1) status.textContent = `${spoken(photo)}. ${photo.error?.message ?? ''}`;
  else if (counts.waiting === 0) status.textContent = summary(state.size(), counts);
}

function move(steps: number): void {
  state.move(steps);
  draw();
  revealSelected();
}

function revealSelected(): void {
  const photo = state.selected();
  if (photo !== undefined && state.size() > 1) grid.reveal(photo.id);
}

function decide(verdict: Verdict): void {
  const photo = state.selected();
  if (photo === undefined) return;
  state.decide(photo.id, verdict);
  const { decided, total } = state.progress();
  const text = `${photo.name}: ${verdictWord(verdict)}`;
  byId('large-last').textContent = text;
  status.textContent = total > 0 ? `${text}. ${decided} of ${total} decided` : text;
  sharing.later();
  move(1);
}

function undo(): void {
  const photo = state.undo();
  if (photo === undefined) return;
  status.textContent = `Undone. ${spoken(photo)}`;
  byId('large-last').textContent = '';
  draw();
  revealSelected();
}

const retryable = () =>
  state.all().filter((photo) => groupOf(photo) === 'failed' && photo.error!.canRetry && files.has(photo.id));

function sendAgain(ids: readonly number[]): void {
  for (const id of ids) state.reset(id);
  queue.add(ids);
}

/** What is sent of a photo whose map is asked for. */
async function sendable({ id, thumbnail }: Photo): Promise<Blob> {
  const file = files.get(id);
  return file === undefined ? thumbnail! : (await prepare(file)).blob;
}

async function withKey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as AskError).code === 'api_key_required') keyDialog.open();
    throw error;
  }
}

// Some browsers give HEIC no type at all.
const isPhoto = ({ file, name }: Incoming) =>
  file.type.startsWith('image/') || /\.(hei[cf]|avif|tiff?)$/i.test(name);

function onFiles(incoming: Incoming[]): void {
  const photos = incoming.filter(isPhoto);
  const others = incoming.filter((one) => !isPhoto(one)).map(({ name }) => name);
  const notes = [];
  if (incoming.length === 0) {
    notes.push('That was no photo. Save the picture as a file first, then drop or choose the file.');
  }
  if (others.length > 0) notes.push(leftOutWords(others));
  const known = new Map(state.all().map((photo) => [keyOf(photo.name, photo.size, photo.modified), photo]));
  const ids: number[] = [];
  const toSend: number[] = [];
  for (const { file, name } of photos) {
    const former = known.get(keyOf(name, file.size, file.lastModified));
    const isLost = former?.error !== undefined && !files.has(former.id);
    const { id } = former ?? state.add(name, file);
    files.set(id, file);
    ids.push(id);
    if (isLost) state.reset(id);
    else if (former !== undefined) state.change(id, {});
    if (former === undefined || isLost) toSend.push(id);
  }
  const again = ids.length - toSend.length;
  if (again > 0) notes.push(`In the list already: ${again}`);
  message.textContent = notes.join('. ');
  if (ids.length === 0) return;
  queue.add(toSend);
  if (!state.shown().some(({ id }) => id === ids[0])) state.arrange({ filter: 'all' });
  state.select(ids[0]!);
  draw();
  if (state.size() === 1) card?.element.focus();
  else {
    list.focus({ preventScroll: true });
    revealSelected();
    // Who gives one photo wants to see its answer.
    if (ids.length === 1) large.open();
  }
}

const keyOf = (name: string, size: number, modified: number) => `${size} ${modified} ${name}`;

function clearAll(): void {
  queue.clear();
  state.clear();
  void store.clear();
  for (const kept of [files, prepared, maps]) kept.clear();
  message.textContent = '';
  status.textContent = 'The list is empty.';
  draw();
  byId('choose').focus();
}

function askToClear(): void {
  const verdicts = state.all().filter(({ verdict }) => verdict !== undefined).length;
  if (confirm(`Photos: ${state.size()}, verdicts: ${verdicts}. Shall this browser forget them?`)) clearAll();
}

onClick('sample', async () => {
  const photo = await fetch('web/sample.jpg').catch(() => undefined);
  if (photo?.ok) {
    const file = new File([await photo.blob()], 'A sample.jpg', { type: 'image/jpeg' });
    onFiles([{ file, name: file.name }]);
  } else message.textContent = `The sample cannot be had. ${CHECK_CONNECTION}`;
});
onClick('retry-failed', () => {
  sendAgain(retryable().map(({ id }) => id));
  list.focus();
});
onClick('enter-key', keyDialog.open);
onClick('save', () => saveFile('review.csv', 'text/csv', csvOf(state.all())));
for (const id of ['clear', 'clear-kept']) onClick(id, askToClear);
large.dialog.addEventListener('close', revealSelected);

/** The list of the visit before. What had no answer then has to be chosen again: the browser kept no photo. */
async function resume(): Promise<void> {
  for (const photo of await store.load()) state.restore(photo);
  const gone = {
    message: 'The page was closed before this photo was answered. Choose it again.',
    code: 'gone',
    canRetry: false,
  };
  for (const photo of state.all()) if (groupOf(photo) === 'waiting') state.change(photo.id, { error: gone });
  if (state.size() > 0) draw();
  sharing.later();
}

const resumed = resume();
takePhotos(byId('intake'), [byId('choose'), byId('choose-folder'), byId('camera')], (incoming) => {
  void resumed.then(() => onFiles(incoming));
});
// The wait of a limit is counted down.
setInterval(() => {
  if (hold?.untilMs !== undefined) drawLater();
}, 1000);
