/** Makes an element. Text always goes in as text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Writes a text where it differs: a live region speaks with every change, so there must be no needless one. */
export function write(into: HTMLElement, value: string): void {
  if (into.textContent !== value) into.textContent = value;
}
