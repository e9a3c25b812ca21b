/** First cells of the tables of commands. */
export function commandRows(text: string): string[] {
  return [...text.matchAll(/^\| `(np[mx] [^`]+)` \|/gm)].map(([, command]) => command);
}
