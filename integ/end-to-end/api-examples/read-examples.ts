export interface Example {
  /** Of the section that it is in: `POST /upload`. */
  readonly heading: string;
  /** Its first line, shortened. */
  readonly title: string;
  /** The commands that the page asks its reader to run. */
  readonly script: string;
  /** The JSON that the page shows right below, as the answer. */
  readonly sample?: string;
}

/** The ```bash blocks of a page, in its order. */
export function readExamples(markdown: string): Example[] {
  return markdown.split(/^### /m).slice(1).flatMap((section) => {
    const [heading] = section.split('\n', 1);
    return [...section.matchAll(/^```bash\n([^]*?)^```\n(?:```json\n([^]*?)^```\n)?/gm)]
      .map(([, script, sample]) => ({ heading, title: script.replace(/ -[Hd] .*/s, '').trim().slice(0, 80), script, sample }));
  });
}
