/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** An element of index.html. @throws Error where the page has none of this id */
export function get<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element '${id}'`);
  return found as T;
}

/** An element with properties and children; texts become text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name, properties: Partial<HTMLElementTagNameMap[Name]> = {}, ...children: Array<Node | string>
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function button(text: string, label: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', textContent: text, ariaLabel: label, className: 'quiet' });
  made.addEventListener('click', onClick);
  return made;
}

/** Shows what went wrong or what to do; `undefined` removes the message. */
export function notice(text: string | undefined): void {
  const line = get('notice');
  line.hidden = text === undefined;
  line.textContent = text ?? '';
}

/** Announces changes of the grid to screen readers. */
export function announce(text: string): void {
  get('announcements').append(element('p', { textContent: text }));
  // The older ones have been read; a region that grows without end would be read as a whole.
  while (get('announcements').childElementCount > 5) get('announcements').firstElementChild!.remove();
}

/** Calls once, when the element is on the screen or soon will be, unless the signal ends this before. */
export function whenNear(target: Element, signal: AbortSignal, callback: () => void): void {
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    callback();
  }, { rootMargin: '400px' });
  observer.observe(target);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
