import { get } from './page.js';

/** Gives files that are dropped on the page or chosen in the dialog. */
export function connectDrop(onFiles) {
  const drop = get('drop');
  const input = get('files');
  let depth = 0;
  const over = (change) => {
    depth = Math.max(0, depth + change);
    drop.classList.toggle('over', depth > 0);
  };

  // On the whole page: a file dropped beside the field would otherwise replace the page.
  addEventListener('dragenter', () => over(1));
  addEventListener('dragleave', () => over(-1));
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    over(-depth);
    if (!get('pictures').hidden) onFiles([...event.dataTransfer.files]);
  });
  input.addEventListener('change', () => {
    onFiles([...input.files]);
    input.value = '';
  });
}
