/** What the site uses of it; the package itself has no types. */
declare module 'markdown-it' {
  interface Token {
    readonly type: string;
    readonly content: string;
    readonly children: Token[] | null;
    attrGet(name: string): string | null;
    attrSet(name: string, value: string): void;
  }
  export default class MarkdownIt {
    constructor(options: { html: boolean });
    parse(text: string, env: object): Token[];
    readonly renderer: { render(tokens: Token[], options: object, env: object): string };
    readonly options: object;
  }
}
