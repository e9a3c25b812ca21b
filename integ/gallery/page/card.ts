import { button, element } from './dom';

export interface Action {
  readonly text: string;
  readonly run: () => void;
}

export interface Face {
  readonly state: 'waiting' | 'uploading' | 'processing' | 'ready' | 'refused';
  /** The line below the name. */
  readonly text: string;
  readonly actions: readonly Action[];
}

/** How one picture looks in the grid: on its way up, being processed, ready, or refused. */
export class Card {
  readonly item = element('li', { className: 'card' });
  readonly name: string;
  /** Ends with the card: whatever is under way for it ends too. */
  readonly signal: AbortSignal;
  /** Does again what failed for want of a connection. */
  retry: (() => void) | undefined;
  readonly #end = new AbortController();
  readonly #stage = element('div', { className: 'stage' });
  readonly #bar = element('progress', { max: 100, hidden: true });
  readonly #text = element('p', { className: 'text' });
  readonly #actions = element('div', { className: 'actions' });
  #preview: string | undefined;

  constructor(name: string) {
    this.name = name;
    this.signal = this.#end.signal;
    this.#bar.ariaLabel = `Upload of ${name}`;
    const caption = element('div', { className: 'caption' }, element('h3', { textContent: name, title: name }), this.#text, this.#actions);
    this.item.append(this.#stage, this.#bar, caption);
  }

  show({ state, text, actions }: Face): void {
    const hadFocus = this.#actions.contains(document.activeElement);
    this.item.dataset.state = state;
    this.#text.textContent = text;
    this.#bar.hidden = state !== 'uploading';
    this.#actions.replaceChildren(...actions.map(({ text: verb, run }) => button(verb, `${verb} ${this.name}`, run)));
    // The keyboard stays where it was, on what takes the place of the button that it was on.
    if (hadFocus) this.#actions.querySelector('button')?.focus();
  }

  /** @param percent 0 to 100 */
  progress(percent: number): void {
    this.#bar.value = percent;
    this.#text.textContent = percent < 100 ? `Uploading ${Math.floor(percent)} %` : 'Processing …';
  }

  /** The file itself, until its renditions exist; one that the browser cannot draw leaves the place empty. */
  preview(file: Blob): void {
    this.#preview = URL.createObjectURL(file);
    const image = element('img', { src: this.#preview, alt: '' });
    image.addEventListener('error', () => image.remove());
    this.#stage.replaceChildren(image);
  }

  /** Drawn at once, before any byte of the picture. */
  placeholder(address: string | undefined): void {
    if (address) this.#stage.style.backgroundImage = `url("${address}")`;
  }

  picture(picture: HTMLElement, onOpen: () => void): void {
    const open = element('button', { type: 'button', className: 'open', ariaLabel: `Open ${this.name}` }, picture);
    open.addEventListener('click', onOpen);
    this.#stage.replaceChildren(open);
    // A picture may be transparent.
    this.#stage.style.backgroundImage = '';
    this.#forgetPreview();
  }

  remove(): void {
    this.#end.abort();
    this.#forgetPreview();
    this.item.remove();
  }

  #forgetPreview(): void {
    if (this.#preview) URL.revokeObjectURL(this.#preview);
    this.#preview = undefined;
  }
}
