import { bytes, element, fail, get } from './page.js';

/** Shows one picture large, and lets each of its renditions be chosen. */
export async function view(client, record) {
  const viewer = get('viewer');
  const image = viewer.querySelector('img');
  const byArea = [...record.renditions].sort((a, b) => b.width * b.height - a.width * a.height || a.bytes - b.bytes);

  async function choose({ size, format }) {
    const { url, width, height } = await client.images.url(record.imageId, { size, format });
    Object.assign(image, { src: url, width, height, alt: `${record.filename}, ${size}` });
    viewer.querySelector('a').href = url;
  }

  viewer.querySelector('h2').textContent = record.filename;
  viewer.querySelector('ul').replaceChildren(...byArea.map((rendition) => {
    const { size, format, width, height } = rendition;
    const button = element('button', { type: 'button', textContent: `${size} ${format} · ${width} × ${height} · ${bytes(rendition.bytes)}` });
    button.addEventListener('click', () => choose(rendition).catch(fail));
    return element('li', {}, button);
  }));
  await choose(byArea[0]);
  viewer.showModal();
}
