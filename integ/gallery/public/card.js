import { isAbortError, isImageRejectedError } from './image-management-client.js';
import { bytes, element, fail } from './page.js';
import { view } from './viewer.js';

/** One picture of the grid: on its way up, being processed, ready, or refused. */
export function card(client, signal) {
  const stage = element('div', { className: 'stage' });
  const name = element('span');
  const facts = element('small');
  const remove = element('button', { title: 'Delete', ariaLabel: 'Delete', textContent: '✕', hidden: true });
  const figure = element('figure', {}, stage, element('figcaption', {}, element('div', {}, name, facts), remove));
  let imageId;

  remove.addEventListener('click', async () => {
    remove.disabled = true;
    try {
      if (imageId) await client.images.delete(imageId, { signal });
      figure.remove();
    } catch (error) {
      remove.disabled = false;
      fail(error);
    }
  });

  function refuse(text) {
    figure.classList.add('bad');
    stage.replaceChildren(text);
    remove.hidden = false;
  }

  function explain(error) {
    if (isAbortError(error)) return;
    refuse(isImageRejectedError(error) ? `Rejected: ${error.reason}` : error.message);
  }

  async function showReady(record) {
    const renditions = record.renditions;
    const size = renditions.find((rendition) => rendition.size === 'small')?.size ?? renditions[0].size;
    const { url, width, height } = await client.images.url(record.imageId, { size, signal });
    const image = element('img', { src: url, width, height, alt: record.filename, loading: 'lazy' });
    image.addEventListener('click', () => view(client, record).catch(fail));
    stage.replaceChildren(image);
    facts.textContent = [record.width && `${record.width} × ${record.height}`, bytes(record.size), `${renditions.length} renditions`].filter(Boolean).join(' · ');
    remove.hidden = false;
  }

  /** A record of the listing, or one that has just become ready. */
  async function show(record) {
    imageId = record.imageId;
    name.textContent = record.filename;
    try {
      if (record.status === 'rejected') return refuse(`Rejected: ${record.reason}`);
      if (record.status === 'failed') return refuse('Could not be processed');
      if (record.status === 'processing') stage.replaceChildren('Processing …');
      await showReady(record.status === 'ready' ? record : await client.images.waitUntilReady(imageId, { signal }));
    } catch (error) {
      explain(error);
    }
  }

  return {
    element: figure,
    show,
    waits(filename) {
      name.textContent = filename;
      stage.replaceChildren('Waiting …');
    },
    async upload(file) {
      const bar = element('progress', { max: 100, value: 0 });
      stage.replaceChildren(bar);
      try {
        const upload = await client.images.upload(file, { signal, onProgress: ({ percent }) => { bar.value = percent; } });
        imageId = upload.imageId;
        stage.replaceChildren('Processing …');
        await showReady(await upload.ready({ signal }));
      } catch (error) {
        explain(error);
      }
    },
  };
}
