import { get } from './dom';

/** Asks before what cannot be undone. @returns whether the answer was yes */
export async function ask(text: string): Promise<boolean> {
  const dialog = get<HTMLDialogElement>('question');
  dialog.querySelector('p')!.textContent = text;
  dialog.returnValue = '';
  dialog.showModal();
  await new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue === 'yes';
}
