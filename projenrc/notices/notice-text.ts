import { Component } from './components';

export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

const LINE = '-'.repeat(100);

/** A list of all components, then each licence's words once, with those that it is of. */
export function noticeText(components: readonly Component[]): string {
  const sorted = unique(components);
  const groups = new Map<string, Component[]>();
  for (const component of sorted) {
    if (component.text === undefined) continue;
    const text = component.text.replace(/\r/g, '').trim();
    groups.set(text, [...groups.get(text) ?? [], component]);
  }
  const texts = [...groups].map(([text, of]) => `${LINE}\nLicence of ${of.map(title).join(', ')}\n${LINE}\n\n${text}\n`);
  return 'Software of others that is part of this folder, as it was published but for bundling and minification.\n\n'
    + `${sorted.map(entry).join('\n')}\n\n${texts.join('\n')}`;
}

function entry(component: Component): string {
  const { licence, source, within } = component;
  return `${title(component)} | ${licence}${within ? ` | in ${within}` : ''}${source ? ` | source: ${source}` : ''}`;
}

function title({ name, version }: Component): string {
  return `${name} ${version}`;
}

function unique(components: readonly Component[]): Component[] {
  const byTitle = new Map(components.map(component => [`${component.within ?? component.name} ${title(component)}`, component]));
  return [...byTitle].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, component]) => component);
}
