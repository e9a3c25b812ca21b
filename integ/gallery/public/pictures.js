import { card } from './card.js';
import { act, fail, get, show } from './page.js';
import { connectDrop } from './drop.js';

const PAGE = 24;
const PARALLEL_UPLOADS = 3;

/** The grid of the signed-in user's pictures, newest first, and what is being uploaded. */
export function connectPictures(client) {
  const grid = get('grid');
  const waiting = [];
  let running = 0;
  let cursor;
  let session = new AbortController();

  connectDrop((files) => {
    for (const file of files) {
      const shown = card(client, session.signal);
      grid.prepend(shown.element);
      shown.waits(file.name);
      waiting.push(() => shown.upload(file));
    }
    void next();
  });

  get('more').addEventListener('click', (event) => void act(event.target, loadPage));

  /** Bounded: a hundred dropped files are a hundred uploads, not a hundred at once. */
  async function next() {
    if (running >= PARALLEL_UPLOADS || waiting.length === 0) return;
    running++;
    const upload = waiting.shift();
    void next();
    await upload();
    running--;
    void next();
  }

  async function loadPage() {
    const { signal } = session;
    const page = await client.images.list({ limit: PAGE, cursor, signal });
    cursor = page.nextCursor;
    show('more', cursor !== undefined);
    for (const record of page.items) {
      // A grant whose upload never came is nothing to look at.
      if (record.status === 'pending') continue;
      const shown = card(client, signal);
      grid.append(shown.element);
      void shown.show(record);
    }
  }

  return {
    open() {
      session = new AbortController();
      cursor = undefined;
      loadPage().catch(fail);
    },
    close() {
      session.abort();
      waiting.length = 0;
      grid.replaceChildren();
    },
  };
}
