import { REJECTION_REASONS } from '../../../src/contract/statuses';
import { corpusFile, corpusNames, describeWithCorpus } from '../shared/imaging/support/corpus';
import { processImage, settingsOf, sizeOf, TEXT_MARK } from '../shared/imaging/support/process-image';

const settings = settingsOf(
  [sizeOf('thumbnail', { width: 150, height: 150, fit: 'cover' }), sizeOf('large', { width: 1920, watermark: true })],
  ['webp', 'jpeg'],
  TEXT_MARK,
);

/** What each file is, by its name in the corpus; a new file has to end one way or the other. */
const VERDICTS: Readonly<Record<string, string>> = {
  'bomb16000-rgba-under268MP.png': 'too-many-pixels',
  'bomb30000-1bit.png': 'too-many-pixels',
  'lies-ihdr-60000.png': 'too-many-pixels',
  'tall-10x100000.png': 'too-many-pixels',
  'wide-100000x10.png': 'too-many-pixels',
  'frames5000-400.gif': 'too-many-frames',
  'zero.jpg': 'empty-file',
  'corrupt-header.jpg': 'corrupt-image',
  'magic-only.jpg': 'corrupt-image',
  'scanbomb1000.jpg': 'corrupt-image',
  'trunc50.jpg': 'corrupt-image',
  'truncated.jpg': 'corrupt-image',
  'truncated.png': 'corrupt-image',
  'href-file.svg': 'unsupported-type',
  'huge-dims.svg': 'unsupported-type',
  'laughs.svg': 'unsupported-type',
  'script.svg': 'unsupported-type',
  'svg-named.png': 'unsupported-type',
  'html-only.jpg': 'unsupported-type',
  'one-byte.jpg': 'unsupported-type',
  'bomb10000-rgb16.png': 'ready',
  'gif-named.jpg': 'ready',
  'png-named.jpg': 'ready',
  'gif-screen30000.gif': 'ready',
  'iccp100MB.png': 'ready',
};

describeWithCorpus('hostile files', () => {
  test.each(corpusNames('hostile'))('%s ends with a verdict', async name => {
    const { reason = 'ready', renditions } = await processImage(corpusFile(`hostile/${name}`), settings);
    expect([...REJECTION_REASONS, 'ready']).toContain(reason);
    expect(renditions.length > 0).toBe(reason === 'ready');
    expect(reason).toBe(VERDICTS[name] ?? reason);
  });

  test.each(['gif-named.jpg', 'png-named.jpg'])('rejects %s under the type of its name', async name => {
    expect((await processImage(corpusFile(`hostile/${name}`), settings, 'image/jpeg')).reason).toBe('type-mismatch');
  });

  test('their memory stays far below the function\'s', () => {
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(1200);
  });
});

describeWithCorpus('damaged files', () => {
  test.each(corpusNames('fuzz'))('%s is ready or rejected', async name => {
    const { reason = 'ready', renditions } = await processImage(corpusFile(`fuzz/${name}`), settings);
    expect([...REJECTION_REASONS, 'ready']).toContain(reason);
    expect(renditions.length > 0).toBe(reason === 'ready');
  });
});
