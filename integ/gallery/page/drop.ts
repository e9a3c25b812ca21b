import { get } from './dom';

/** Gives files that are dropped anywhere on the page, or chosen in the dialog. */
export function connectDrop(onFiles: (files: readonly File[]) => void): void {
  const drop = get('drop');
  const input = get<HTMLInputElement>('files');
  let depth = 0;
  const over = (change: number) => {
    depth = Math.max(0, depth + change);
    drop.classList.toggle('over', depth > 0);
  };

  // On the whole page: a file dropped outside the field would otherwise replace the page.
  addEventListener('dragenter', () => over(1));
  addEventListener('dragleave', () => over(-1));
  addEventListener('dragover', event => event.preventDefault());
  addEventListener('drop', event => {
    event.preventDefault();
    over(-depth);
    if (!get('pictures').hidden) onFiles([...event.dataTransfer?.files ?? []]);
  });
  input.addEventListener('change', () => {
    onFiles([...input.files ?? []]);
    // The same file can be chosen again.
    input.value = '';
  });
}
