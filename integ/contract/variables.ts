const LONG = 16;

interface Grant {
  readonly headers: Readonly<Record<string, string>>;
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** What differs from run to run, by name: in a recording, the names stand for the values. */
export class Variables {
  readonly #values = new Map<string, string>();
  /** The newest one. */
  public grant?: Grant;

  public set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  public get(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`No answer so far had a value for {${name}}.`);
    return value;
  }

  /** The texts of an answer, by their fields. */
  public remember(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    for (const name of ['user_id', 'id_token', 'refresh_token', 'image_id', 'upload_url', 'next_cursor']) {
      const value = (answer as Record<string, unknown>)[name];
      if (typeof value === 'string') this.set(name, value);
    }
    if (!('upload_url' in answer)) return;
    this.grant = answer as unknown as Grant;
    this.set('form_url', this.grant.form.url);
  }

  /** With names in place of values: whole texts, and long values inside of others. */
  public hide<T>(value: T): T {
    const known = [...this.#values];
    const long = known.filter(([, text]) => text.length >= LONG);
    return mapTexts(value, text => {
      const same = known.find(([, other]) => other === text);
      return same ? `{${same[0]}}` : long.reduce((rest, [name, other]) => rest.replaceAll(other, `{${name}}`), text);
    });
  }

  /** @throws Error for a name without a value */
  public fill<T>(value: T): T {
    return mapTexts(value, text => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => this.get(name)));
  }
}

function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part as unknown, change)])) as T;
}
