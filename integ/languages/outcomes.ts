/** How far an app came. */
interface Outcome {
  installed: string;
  ran: string;
  resources: number | string;
  /** Whether its template is that of the TypeScript app. */
  equal: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  typescript: 'npm, the construct',
  client: 'npm, the client',
  python: 'wheel',
  java: 'jar, of a Maven repository',
  go: 'module',
  csharp: 'source',
};

/** The report at the end: one line for each app. */
export class Outcomes {
  private readonly rows = new Map<string, Outcome>();
  private readonly skipped = new Map<string, string>();

  /** Of the app in this folder, to be filled in as it goes on. */
  of(app: string): Outcome {
    const row = this.rows.get(app) ?? { installed: 'no', ran: 'no', resources: '', equal: '' };
    this.rows.set(app, row);
    return row;
  }

  skip(app: string, why: string): void {
    this.skipped.set(app, why);
  }

  table(): string {
    const head = ['app', 'package', 'installed', 'ran', 'resources', 'as TypeScript'];
    const lines = Object.entries(PACKAGES).map(([app, kind]) => {
      const { installed, ran, resources, equal } = this.rows.get(app) ?? { installed: 'SKIPPED', ran: '', resources: '', equal: '' };
      return [app, kind, installed, ran, String(resources), equal];
    });
    const widths = head.map((_, column) => Math.max(...[head, ...lines].map(line => line[column]!.length)));
    const text = [head, ...lines].map(line => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
    return [...text, ...[...this.skipped].map(([app, why]) => `The ${app} app is skipped: ${why}`)].join('\n');
  }
}
