import { Watermark } from '../../src';
import { readPicture } from '../../src/options/picture-content';
import { fileOf } from '../support/pictures';

const svg = (content: string, attributes = 'viewBox="0 0 100 50"') => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`;
const DISC = '<circle cx="50" cy="25" r="20" fill="#c00"/>';
const bind = (content: string) => Watermark.image(fileOf('logo.svg', content))._bind()!;

describe('an SVG as a watermark', () => {
  test('is drawn as a PNG of 2048 pixels on its longer side', () => {
    expect(readPicture(Buffer.from(bind(svg(DISC)).picture!))).toEqual({ width: 2048, height: 1024, animated: false });
    expect(readPicture(Buffer.from(bind(svg(DISC, 'width="20" height="80" viewBox="0 0 50 200"')).picture!))).toEqual({ width: 512, height: 2048, animated: false });
  });

  test('is known by what it draws', () => {
    const [first, same, other] = [DISC, `<!-- the same -->${DISC}`, DISC.replace('#c00', '#0c0')].map((content) => bind(svg(content)).settings);
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('is drawn without the environment of the app: no debugger, no preloaded module', () => {
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = '--require=/nowhere.js';
    try {
      expect(() => bind(svg(DISC))).not.toThrow();
    } finally {
      if (before === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = before;
    }
  });

  test.each([
    ['a declaration, a document type and a comment', `<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n<!-- <text/> -->\n${svg(DISC)}`],
    ['a mark of its byte order', `\ufeff${svg(DISC)}`],
    ['a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:rect width="9" height="9"/></s:svg>'],
    ['references inside of it', svg(`<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient><g id="d">${DISC}</g></defs>`
      + '<use xlink:href="#d"/><use href=\'#d\'/><rect width="9" height="9" fill="url(#g)"/><rect width="9" height="9" style="fill:url(\'#g\')"/>')],
    ['a picture inside of it', svg(`${DISC}<image href="data:image/png;base64,AAAA" width="9" height="9"/>`)],
  ])('may begin with or hold %s', (_, content) => {
    expect(readPicture(Buffer.from(bind(content).picture!))).toMatchObject({ animated: false });
  });

  test.each([
    ['text', svg('<text x="1" y="20">Example</text>'), /got text, for which there are no fonts; convert the text to paths$/],
    ['text with a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:text>a</s:text></s:svg>', /got text, for which/],
    ['HTML', svg('<foreignObject><p>a</p></foreignObject>'), /got text, for which/],
    ['a picture elsewhere', svg('<image href="https://example.com/a.png"/>'), /an SVG of shapes only, got an external reference; embed or remove it/],
    ['a file', svg('<image xlink:href = \'logo.png\'/>'), /got an external reference/],
    ['a drawing inside a reference', svg('<image href="data:image/svg+xml;base64,AAAA"/>'), /got an external reference/],
    ['a pattern elsewhere', svg('<rect fill="url(a.svg#p)"/>'), /got an external reference/],
    ['a style sheet elsewhere', svg('<style>@import "a.css";</style>'), /got an external reference/],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg(DISC)}`, /got custom entities; save it as plain SVG$/],
    ['nothing', svg(''), /a valid SVG, got it draws nothing; repair it, or convert it to a PNG with transparency$/],
    ['no size', svg(DISC, 'width="0" height="9"'), /a valid SVG, got SVG has an invalid size; /],
    ['broken markup', '<svg xmlns="http://www.w3.org/2000/svg"><rect', /a valid SVG, got SVG data parsing failed/],
  ])('fails with %s', (_, content, message) => {
    expect(() => bind(content)).toThrow(message);
  });
});
