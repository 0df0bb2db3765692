const items = new Map<string, string>();

/** Reads what this browser keeps for the tab (sessionStorage) or for longer; where it may keep nothing, for the page. */
export function readItem(area: 'localStorage' | 'sessionStorage', name: string): string | null {
  try {
    return window[area].getItem(name);
  } catch {
    return items.get(name) ?? null;
  }
}

export function keepItem(area: 'localStorage' | 'sessionStorage', name: string, value: string): void {
  try {
    window[area].setItem(name, value);
  } catch {
    items.set(name, value);
  }
}
