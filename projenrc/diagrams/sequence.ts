/** One arrow of a sequence, from one participant to another or to itself. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** An answer to what was asked before: dashed. */
  readonly answer?: boolean;
}

const COLUMN = 134;
const ROW = 40;
const LEFT = 70;
const TOP = 96;

const STYLE = `
.p{fill:#fff3e0;stroke:#d9730d}.life{stroke:#9aa5b1;stroke-dasharray:4 5}.a{fill:none;stroke:#3e4c59;stroke-width:1.5;marker-end:url(#m)}.d{stroke-dasharray:5 4}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;text-anchor:middle;fill:#1f2933}
.t{font-size:12.5px;font-weight:600}.l{font-size:12px;fill:#3e4c59;paint-order:stroke;stroke:#fff;stroke-width:5px}`;

/** An SVG of the steps in their order, a column for each participant. @throws Error for a step of somebody else */
export function drawSequence(title: string, participants: readonly string[], steps: readonly Step[]): string {
  const x = (name: string): number => {
    const index = participants.indexOf(name);
    if (index < 0) throw new Error(`'${name}' should be one of ${participants.join(', ')}`);
    return LEFT + index * COLUMN;
  };
  const width = LEFT * 2 + (participants.length - 1) * COLUMN;
  const bottom = TOP + steps.length * ROW;
  const heads = participants.map((name) => `<line class="life" x1="${x(name)}" x2="${x(name)}" y1="62" y2="${bottom}"/>
<rect class="p" x="${x(name) - 61}" y="22" width="122" height="40" rx="8"/><text class="t" x="${x(name)}" y="47">${escape(name)}</text>`);
  const arrows = steps.map(({ from, to, text, answer }, index) => {
    const y = TOP + index * ROW;
    const kind = answer ? 'a d' : 'a';
    if (from === to) {
      return `<path class="${kind}" d="M${x(from)},${y - 12} h26 v16 h-22"/><text class="l" style="text-anchor:start" x="${x(from) + 34}" y="${y}">${escape(text)}</text>`;
    }
    const end = x(to) - Math.sign(x(to) - x(from)) * 2;
    return `<path class="${kind}" d="M${x(from)},${y} L${end},${y}"/><text class="l" x="${(x(from) + x(to)) / 2}" y="${y - 7}">${escape(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 10}" role="img" aria-label="${escape(title)}"><style>${STYLE}
</style><defs><marker id="m" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#3e4c59"/></marker></defs>
<rect width="${width}" height="${bottom + 10}" rx="14" fill="#fff"/>
${[...heads, ...arrows].join('\n')}
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
