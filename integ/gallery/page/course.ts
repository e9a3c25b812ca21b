import { isImageRejectedError, placeholderUrl } from 'image-management-client';
import type { ImageManagementClient, ImageRecord } from 'image-management-client' with { 'resolution-mode': 'import' };
import type { Action, Card, Face } from './card';
import { announce, notice, whenNear } from './dom';
import { responsivePicture } from './picture';
import { ask } from './question';
import type { Slots } from './slots';
import { view } from './viewer';
import { explain, facts } from './words';

/** The way of one picture: up, through processing, into the grid, and out of it again. */
export class Course {
  readonly #client: ImageManagementClient;
  readonly #card: Card;
  readonly #leave: () => void;
  #imageId: string | undefined;

  /** @param leave takes the card out of the grid */
  constructor(client: ImageManagementClient, card: Card, leave: () => void) {
    this.#client = client;
    this.#card = card;
    this.#leave = leave;
  }

  /** Of a file that was dropped or chosen. */
  async upload(file: File, slots: Slots): Promise<void> {
    const { images } = this.#client;
    const card = this.#card;
    const cancel: Action = { text: 'Cancel', run: () => this.#end(`${card.name}: upload cancelled.`) };
    card.preview(file);
    await this.#attempt(async () => {
      card.show({ state: 'waiting', text: 'Waiting …', actions: [cancel] });
      const { imageId } = await slots.run(async () => {
        card.show({ state: 'uploading', text: 'Uploading', actions: [cancel] });
        return images.upload(file, { signal: card.signal, onProgress: ({ percent }) => card.progress(percent) });
      });
      this.#imageId = imageId;
      void this.#wait(imageId);
    });
  }

  /** From wherever a listing found the image. */
  async resume(record: ImageRecord): Promise<void> {
    this.#imageId = record.imageId;
    if (record.status === 'ready') this.#ready(record);
    else await this.#wait(record.imageId);
  }

  async #wait(imageId: string): Promise<void> {
    const card = this.#card;
    await this.#attempt(async () => {
      card.show({ state: 'processing', text: 'Processing …', actions: [this.#delete] });
      this.#ready(await this.#client.images.waitUntilReady(imageId, { signal: card.signal }));
      announce(`${card.name} is ready.`);
    });
  }

  #ready(record: ImageRecord): void {
    const card = this.#card;
    const { images } = this.#client;
    const placeholder = placeholderUrl(record.placeholder);
    const face: Face = { state: 'ready', text: facts(record), actions: [this.#delete] };
    card.show(face);
    card.placeholder(placeholder);
    whenNear(card.item, card.signal, () => void this.#attempt(async () => {
      const options = { sizes: ['small', 'medium'], displayWidth: '(max-width: 640px) 50vw, 300px', alt: '', signal: card.signal };
      const picture = await responsivePicture(images, record, options);
      card.show(face);
      card.picture(picture, () => void view(images, record, placeholder));
    }));
  }

  /** Runs a step; where it fails, the card says why, and offers to try again what can go well later. */
  async #attempt(step: () => Promise<void>): Promise<void> {
    const card = this.#card;
    card.retry = undefined;
    try {
      await step();
    } catch (error) {
      if (card.signal.aborted) return;
      const { retryable = false } = error as { retryable?: boolean };
      if (retryable) card.retry = () => void this.#attempt(step);
      const again: Action[] = card.retry ? [{ text: 'Try again', run: card.retry }] : [];
      // Of a refused file there is nothing to lose; of a picture that only could not be reached there is.
      const out = this.#imageId && !isImageRejectedError(error) ? this.#delete : { text: 'Remove', run: () => void this.#remove() };
      card.show({ state: 'refused', text: explain(error), actions: [...again, out] });
      announce(`${card.name}: ${explain(error)}`);
    }
  }

  readonly #delete: Action = {
    text: 'Delete',
    run: () => void (async () => {
      if (await ask(`Delete “${this.#card.name}”? The original and every size of it will be gone for good.`)) await this.#remove();
    })(),
  };

  async #remove(): Promise<void> {
    try {
      if (this.#imageId) await this.#client.images.delete(this.#imageId);
      this.#end(`${this.#card.name} is gone.`);
    } catch (error) {
      notice(explain(error));
    }
  }

  #end(message: string): void {
    this.#leave();
    announce(message);
  }
}
