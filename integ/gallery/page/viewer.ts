import type { ImageRecord, Images, Rendition } from 'image-management-client' with { 'resolution-mode': 'import' };
import { element, get } from './dom';
import { loaded, responsivePicture } from './picture';
import { bytes, explain, facts } from './words';

/** Shows one picture large, and lets each of its renditions be chosen. */
export async function view(images: Images, record: ImageRecord, placeholder: string | undefined): Promise<void> {
  const viewer = get<HTMLDialogElement>('viewer');
  const stage = get('large');
  const closed = new AbortController();
  viewer.addEventListener('close', () => closed.abort(), { once: true });

  /** The one asked for last wins, whichever comes first. */
  let latest: unknown;
  async function put(load: () => Promise<Node>): Promise<void> {
    latest = load;
    const shown = await load().catch((error: unknown) => explain(error));
    if (latest !== load || closed.signal.aborted) return;
    stage.replaceChildren(shown);
    stage.style.backgroundImage = '';
  }

  const choose = ({ size, format }: Rendition) => put(async () => {
    const { url, width, height } = await images.url(record.imageId, { size, format, signal: closed.signal });
    const image = element('img', { src: url, width, height, alt: `${record.filename}, ${size}` });
    await loaded(image);
    return image;
  });

  get('viewer-name').textContent = record.filename;
  get('viewer-facts').textContent = facts(record);
  get('renditions').replaceChildren(...byArea(record.renditions).map(rendition => {
    const { size, format, width, height } = rendition;
    const chooser = element('button', { type: 'button', className: 'quiet', textContent: `${size} ${format}` },
      element('small', { textContent: `${width} × ${height} · ${bytes(rendition.bytes)}` }));
    chooser.addEventListener('click', () => void choose(rendition));
    return element('li', {}, chooser);
  }));
  stage.replaceChildren();
  stage.style.backgroundImage = placeholder ? `url("${placeholder}")` : '';
  stage.style.aspectRatio = `${record.width} / ${record.height}`;
  viewer.showModal();
  await put(async () => responsivePicture(images, record, { displayWidth: '100vw', alt: record.filename, signal: closed.signal }));
}

function byArea(renditions: readonly Rendition[]): Rendition[] {
  return [...renditions].sort((a, b) => b.width * b.height - a.width * a.height || a.bytes - b.bytes);
}
