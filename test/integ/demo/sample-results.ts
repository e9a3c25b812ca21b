import type { Result } from '../../../integ/demo/results';

export function readyResult(): Result {
  return {
    file: { name: 'black-canyon', filename: 'black-canyon.jpg', original: 'black-canyon/original.jpg', bytes: 200_000, expected: 'ready' },
    status: 'ready',
    seconds: 1.25,
    width: 2000,
    height: 1333,
    renditions: [
      { size: 'thumbnail', format: 'jpeg', width: 150, height: 150, bytes: 5_000, path: 'black-canyon/thumbnail.jpg' },
      { size: 'large', format: 'webp', width: 1920, height: 1280, bytes: 50_000, path: 'black-canyon/large.webp' },
    ],
  };
}

export function rejectedResult(): Result {
  return {
    file: { name: 'corrupt', filename: 'corrupt.jpg', original: 'corrupt/original.jpg', bytes: 1234, expected: 'rejected' },
    status: 'rejected',
    reason: 'corrupt-image',
    seconds: 0.5,
    renditions: [],
  };
}
