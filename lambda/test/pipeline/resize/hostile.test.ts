import { sniffType } from '../../../pipeline/imaging/inspect-image';
import { DEFAULT_SIZES, ImageFunctions } from '../../support/functions/image-functions';
import { expectVerdict } from '../../support/functions/verdict';
import { corpusFile, corpusNames, describeWithCorpus } from '../imaging/support/corpus';

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

let functions: ImageFunctions;
beforeAll(async () => {
  functions = await ImageFunctions.start(DEFAULT_SIZES);
});
afterAll(() => functions?.stop());

const TYPE_OF_NAME: Readonly<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png', gif: 'image/gif' };

describeWithCorpus('hostile files, in the bundled functions', () => {
  // holds: promise.verdict, threat.image.decompression-bomb
  test.each(corpusNames('hostile'))('%s ends with a verdict, in time and memory', async name => {
    const bytes = corpusFile(`hostile/${name}`);
    const processed = await functions.process(bytes, sniffType(bytes) ?? 'image/jpeg');
    expectVerdict(processed);
    expect(processed.end).toBe(VERDICTS[name] ?? processed.end);
  });

  test.each(['gif-named.jpg', 'png-named.jpg'])('rejects %s under the type of its name', async name => {
    expect((await functions.process(corpusFile(`hostile/${name}`), 'image/jpeg')).end).toBe('type-mismatch');
  });
});

describeWithCorpus('damaged files, in the bundled functions', () => {
  test.each(corpusNames('fuzz'))('%s is ready or rejected', async name => {
    expectVerdict(await functions.process(corpusFile(`fuzz/${name}`), TYPE_OF_NAME[name.slice(-3)] ?? 'image/jpeg'));
  });
});
