import { byId, onClick, pushButton } from './elements.ts';
import type { Hold } from './queue.ts';
import type { Filter, Group, State } from './state.ts';
import { countWords, holdWords } from './words.ts';

const filters: Filter[] = ['all', 'cat', 'dog', 'review', 'neither', 'failed', 'waiting'];

/** The bar over the tiles: what there is of each kind, which of them are shown and in which order, and how far one is. */
export function createBar(state: State, onShown: () => void) {
  const group = byId('filters');
  const order = byId('unsure-first');
  const progress = byId('progress');
  const answered = byId<HTMLProgressElement>('answered');
  const retryFailed = byId('retry-failed');
  const hold = byId('hold');
  const holdText = byId('hold-text');
  const enterKey = byId('enter-key');
  const chips = new Map(
    filters.map((filter) => {
      const chip = pushButton('', () => choose(filter), 'button small chip');
      chip.dataset.filter = filter;
      return [filter, chip];
    }),
  );
  group.append(...chips.values());
  onClick('unsure-first', () => {
    state.arrange({ unsureFirst: !state.unsureFirst });
    onShown();
  });

  function choose(filter: Filter): void {
    state.arrange({ filter });
    onShown();
  }

  return {
    /** @param canRetry how many of the failed photos can be sent again */
    show(canRetry: number, held: Hold | undefined): void {
      const total = state.size();
      const counts: Record<Group, number> & { all: number } = { ...state.counts(), all: total };
      if (counts[state.filter] === 0) state.arrange({ filter: 'all' });
      for (const [filter, chip] of chips) {
        chip.textContent = countWords(filter, counts[filter]);
        chip.hidden = counts[filter] === 0;
        chip.ariaPressed = String(filter === state.filter);
      }
      order.ariaPressed = String(state.unsureFirst);
      const { decided, total: toDecide } = state.progress();
      progress.textContent = toDecide === 0 ? '' : `${decided} of ${toDecide} decided`;
      answered.max = total;
      answered.value = total - counts.waiting;
      answered.hidden = counts.waiting === 0;
      retryFailed.hidden = canRetry === 0;
      retryFailed.textContent = `Retry all ${canRetry} failed`;
      hold.hidden = held === undefined || counts.waiting === 0;
      holdText.textContent = held === undefined ? '' : holdWords(held, Date.now());
      enterKey.hidden = held?.reason !== 'key';
    },
  };
}
