import { make, oncePerFrame } from './elements.ts';
import { groupOf, type Photo } from './state.ts';
import { isCorrection, shortAnswer, verdictWord } from './words.ts';

type Tile = { element: HTMLElement; image: HTMLImageElement; photo: Photo };

const ROWS_BEYOND = 2;

/** Of the thumbnails that were shown: to make an address takes the browser longer than to lay out a tile. */
const addresses = new Map<Blob, string>();

/**
 * Tiles in a grid, of which only the rows on the screen are in the document, and a few beyond; empty space stands for the
 * others.
 * @param list an element with the role of a listbox, laid out as a grid with rows of one height
 * @param coveredTo the lower edge in px of what covers the top of the window
 */
export function createTileGrid(list: HTMLElement, onOpen: (id: number) => void, coveredTo: () => number) {
  let tiles = new Map<number, Tile>();
  let photos: readonly Photo[] = [];
  let selectedId: number | undefined;
  let columns = 1;
  /** From one row to the next, in px. */
  let stepPx = 1;

  const drawLater = oncePerFrame(draw);
  const measure = () => {
    const { gridTemplateColumns, gridAutoRows, rowGap } = getComputedStyle(list);
    columns = gridTemplateColumns.split(' ').length;
    stepPx = Number.parseFloat(gridAutoRows) + Number.parseFloat(rowGap);
  };
  addEventListener('scroll', drawLater, { passive: true });
  addEventListener('resize', () => {
    measure();
    drawLater();
  });
  list.addEventListener('click', ({ target }) => {
    const element = (target as Element).closest<HTMLElement>('.tile');
    if (element !== null) onOpen(Number(element.dataset.id));
  });

  function draw(): void {
    const rows = Math.ceil(photos.length / columns);
    const { top } = list.getBoundingClientRect();
    const within = (row: number) => Math.min(Math.max(row, 0), rows);
    const firstRow = within(Math.floor(-top / stepPx) - ROWS_BEYOND);
    const endRow = within(Math.ceil((innerHeight - top) / stepPx) + ROWS_BEYOND);
    list.style.paddingTop = `${firstRow * stepPx}px`;
    list.style.paddingBottom = `${(rows - endRow) * stepPx}px`;
    const former = tiles;
    tiles = new Map();
    const first = firstRow * columns;
    for (const [offset, photo] of photos.slice(first, endRow * columns).entries()) {
      const { id } = photo;
      let tile = former.get(id);
      if (tile?.photo !== photo) tile = createTile(photo, tile);
      tile.element.ariaSelected = String(id === selectedId);
      tile.element.ariaPosInSet = String(first + offset + 1);
      tile.element.ariaSetSize = String(photos.length);
      tiles.set(id, tile);
    }
    replaceWhatChanged(
      list,
      [...tiles.values()].map(({ element }) => element),
    );
    // A screen reader reads the selected one while it is in the document.
    if (tiles.has(selectedId!)) list.setAttribute('aria-activedescendant', `tile-${selectedId}`);
    else list.removeAttribute('aria-activedescendant');
  }

  return {
    show(next: readonly Photo[], selected: number | undefined): void {
      photos = next;
      selectedId = selected;
      if (photos.length === 0) {
        for (const address of addresses.values()) URL.revokeObjectURL(address);
        addresses.clear();
      }
      measure();
      draw();
    },
    columns: () => columns,
    /** Scrolls as far as is needed for the photo to be seen. */
    reveal(id: number): void {
      const index = photos.findIndex((photo) => photo.id === id);
      const top = list.getBoundingClientRect().top + Math.floor(index / columns) * stepPx;
      const above = top - coveredTo();
      const below = top + stepPx - innerHeight;
      if (above < 0) scrollBy(0, above);
      else if (below > 0) scrollBy(0, below);
    },
  };
}

/** Leaves alone what is at its place: an element that is put in again is laid out again. */
function replaceWhatChanged(list: HTMLElement, elements: HTMLElement[]): void {
  const wanted = new Set<Element>(elements);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  for (const [index, element] of elements.entries()) {
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  }
}

function addressOf(thumbnail: Blob): string {
  const address = addresses.get(thumbnail) ?? URL.createObjectURL(thumbnail);
  addresses.set(thumbnail, address);
  return address;
}

/** @param former the tile of the photo before it changed, whose picture need not be drawn again */
function createTile(photo: Photo, former: Tile | undefined): Tile {
  const { id, name, thumbnail, verdict } = photo;
  const image = former?.image ?? make('img');
  image.alt = '';
  if (thumbnail !== undefined && thumbnail !== former?.photo.thumbnail) image.src = addressOf(thumbnail);
  const element = make(
    'div',
    'tile',
    make('span', 'tile-picture', thumbnail && image),
    make('span', 'tile-answer', shortAnswer(photo)),
    make('span', 'tile-name', name.slice(name.lastIndexOf('/') + 1)),
    verdict &&
      make('span', isCorrection(photo) ? 'tile-badge correction' : 'tile-badge', `✓ ${verdictWord(verdict)}`),
  );
  element.role = 'option';
  element.id = `tile-${id}`;
  element.dataset.id = String(id);
  element.dataset.group = groupOf(photo);
  element.title = name;
  return { element, image, photo };
}
