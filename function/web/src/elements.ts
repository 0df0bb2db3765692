type Child = Node | string | undefined;

/** A new element with a class and what is in it; what is undefined is left out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  fill(element, children);
  return element;
}

/** Replaces what is in an element; what is undefined is left out. */
export function fill(element: Element, children: Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined));
}

export function pushButton(text: string, onClick: () => void, className = 'button small'): HTMLButtonElement {
  const button = make('button', className, text);
  button.addEventListener('click', onClick);
  return button;
}

/** An element of index.html. */
export const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

export const onClick = (id: string, act: () => void) => byId(id).addEventListener('click', act);

/** @returns a function that calls `act` before the browser draws next, once, however often it was called until then */
export function oncePerFrame(act: () => void): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      act();
    });
  };
}

/** Calls `act` when what is new was drawn once, so that a change of it is seen to happen. */
export const onceDrawn = (act: () => void) => requestAnimationFrame(() => requestAnimationFrame(act));

/** Shows a blob in an image; the browser lets go of the address once it was read. */
export function showBlob(image: HTMLImageElement, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const forget = () => URL.revokeObjectURL(address);
  image.addEventListener('load', forget, { once: true });
  image.addEventListener('error', forget, { once: true });
  image.src = address;
}
