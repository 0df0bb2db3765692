import { type Card, type CardActions, createCard } from './card.ts';
import { byId, onClick } from './elements.ts';
import type { Hold } from './queue.ts';
import type { State } from './state.ts';

/** The selected photo, large, over the tiles. */
export function createLargeView(state: State, actions: CardActions, onMove: (step: number) => void) {
  const dialog = byId<HTMLDialogElement>('large');
  const place = byId('large-place');
  const body = byId('large-body');
  let card: Card | undefined;
  onClick('large-before', () => onMove(-1));
  onClick('large-after', () => onMove(1));
  onClick('large-close', () => dialog.close());
  dialog.addEventListener('close', () => {
    body.replaceChildren();
    card = undefined;
  });

  const view = {
    dialog,
    open(): void {
      if (!dialog.open) dialog.showModal();
      view.update(undefined);
      card?.element.focus();
    },
    update(hold: Hold | undefined): void {
      if (!dialog.open) return;
      const photo = state.selected();
      if (photo === undefined) {
        dialog.close();
        return;
      }
      if (card?.id !== photo.id) {
        const hadFocus = body.contains(document.activeElement);
        card = createCard(photo, actions);
        body.replaceChildren(card.element);
        if (hadFocus) card.element.focus();
      }
      card.update(photo, hold);
      const shown = state.shown();
      place.textContent = `${shown.indexOf(photo) + 1} of ${shown.length}`;
    },
  };
  return view;
}
