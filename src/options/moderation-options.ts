import { fail } from './check';
import { BoundImages } from './image-settings';
import { moderationRoom } from '../workflow/time-limits';

/** @throws Error where the moderations may take longer than the workflow of an image has left for them */
export function checkModerations({ moderations, settings }: BoundImages): void {
  const seconds = moderations.reduce((sum, { _timeout }) => sum + _timeout.toSeconds(), 0);
  const room = moderationRoom(settings);
  if (seconds > room) {
    fail('the timeouts of moderation together', `at most ${room} s (each is tried twice, and the workflow of an image has 300 s)`, `${seconds} s`,
      'shorten the timeouts of Moderation.function(), or leave a moderation, AVIF or the watermark out');
  }
}
