import type { ImageManagementClient } from 'image-management-client' with { 'resolution-mode': 'import' };
import { Card } from './card';
import { Course } from './course';
import { announce, get, notice } from './dom';
import { connectDrop } from './drop';
import { Slots } from './slots';
import { explain } from './words';

/** Pictures a page of the listing. */
const PAGE = 24;
const PARALLEL_UPLOADS = 3;

/** The grid of the signed-in user's pictures, newest first, and what is being uploaded. */
export class Pictures {
  readonly #client: ImageManagementClient;
  readonly #cards = new Set<Card>();
  readonly #slots = new Slots(PARALLEL_UPLOADS);
  #cursor: string | undefined;
  #session = new AbortController();

  constructor(client: ImageManagementClient) {
    this.#client = client;
    connectDrop(files => this.#upload(files));
    get('more').addEventListener('click', () => void this.#loadPage());
    addEventListener('online', () => {
      for (const card of this.#cards) card.retry?.();
    });
    addEventListener('beforeunload', event => {
      if ([...this.#cards].some(({ item }) => item.dataset.state === 'uploading')) event.preventDefault();
    });
  }

  open(): void {
    this.#session = new AbortController();
    this.#cursor = undefined;
    void this.#loadPage();
  }

  close(): void {
    this.#session.abort();
    for (const card of this.#cards) card.remove();
    this.#cards.clear();
    get('more').hidden = true;
    get('empty').hidden = true;
  }

  #upload(files: readonly File[]): void {
    notice(undefined);
    if (files.length > 0) announce(files.length === 1 ? `Uploading ${files[0].name}.` : `Uploading ${files.length} pictures.`);
    for (const file of files) void this.#add(file.name, 'first').upload(file, this.#slots);
  }

  async #loadPage(): Promise<void> {
    const { signal } = this.#session;
    const more = get('more');
    // A second click would ask for the same part again.
    if (more.ariaBusy === 'true') return;
    more.ariaBusy = 'true';
    try {
      const page = await this.#client.images.list({ limit: PAGE, cursor: this.#cursor, signal });
      this.#cursor = page.nextCursor;
      // A grant whose upload never came is nothing to look at.
      const records = page.items.filter(({ status }) => status !== 'pending');
      const hadFocus = more === document.activeElement;
      const count = get('grid').childElementCount;
      for (const record of records) void this.#add(record.filename, 'last').resume(record);
      more.hidden = this.#cursor === undefined;
      this.#tellEmpty();
      if (!hadFocus) return;
      announce(`${records.length} more.`);
      if (more.hidden) get('grid').children[count]?.querySelector('button')?.focus();
    } catch (error) {
      if (signal.aborted) return;
      // The button asks again.
      more.hidden = false;
      notice(explain(error));
    } finally {
      more.ariaBusy = 'false';
    }
  }

  #add(name: string, place: 'first' | 'last'): Course {
    const card = new Card(name);
    this.#cards.add(card);
    this.#tellEmpty();
    if (place === 'first') get('grid').prepend(card.item);
    else get('grid').append(card.item);
    return new Course(this.#client, card, () => this.#remove(card));
  }

  #remove(card: Card): void {
    const hadFocus = card.item.contains(document.activeElement);
    const next = card.item.nextElementSibling ?? card.item.previousElementSibling;
    card.remove();
    this.#cards.delete(card);
    this.#tellEmpty();
    if (hadFocus) (next?.querySelector('button') ?? get('files')).focus();
  }

  #tellEmpty(): void {
    get('empty').hidden = this.#cards.size > 0 || !get('more').hidden;
  }
}
