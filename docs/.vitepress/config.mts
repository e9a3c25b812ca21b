import { existsSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { defineConfig, type MarkdownOptions } from 'vitepress';

const ROOT = join(import.meta.dirname, '..', '..');
const REPOSITORY = 'https://github.com/cdk-image-management-system/cdk-image-management-system';

/** Anchors as GitHub makes them, so that one link works in both places. */
function slugify(heading: string): string {
  return heading.toLowerCase().trim().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
}

/** Where a link of a document leads on the site: README is the home page, and sources stay in the repository. */
function leadTo(link: string, document: string): string {
  if (/^(?:[a-z][a-z+.-]*:|#|\/)/i.test(link)) return link;
  const [file, anchor = ''] = decodeURI(link).split(/(?=#)/);
  const target = normalize(join(dirname(document), file));
  if (!existsSync(join(ROOT, target))) throw new Error(`${document} links to ${link}, which does not exist`);
  if (target === 'README.md') return `${relative(dirname(document), 'index.md')}${anchor}`;
  return target.endsWith('.md') ? link : `${REPOSITORY}/blob/main/${target}${anchor}`;
}

const config: MarkdownOptions['config'] = (markdown) => {
  const fence = markdown.renderer.rules.fence!;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index];
    return info === 'mermaid' ? `<Diagram source="${encodeURIComponent(content)}" />` : fence(tokens, index, ...rest);
  };
  markdown.core.ruler.push('links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'link_open') token.attrSet('href', leadTo(token.attrGet('href')!, relative(ROOT, env.realPath ?? env.path)));
    }
  });
};

const pages = (folder: string, ...names: readonly (readonly [text: string, page: string])[]) =>
  names.map(([text, page]) => ({ text, link: `/${folder}${page}` }));

export default defineConfig({
  title: 'cdk-image-management-system',
  description: 'An image backend for AWS as one CDK construct',
  srcDir: '..',
  srcExclude: ['{dist,lib,assets,coverage,demo-output,cdk.out,.local,.github,test}/**', 'sdk/{dist,node_modules}/**', 'docs/site/**', '**/cdk-integ.out.*/**'],
  outDir: 'site',
  cacheDir: '../.local/vitepress',
  rewrites: { 'README.md': 'index.md' },
  // Braces in a heading are text, too: `DELETE /image/{image_id}`.
  markdown: { anchor: { slugify }, attrs: { disable: true }, config },
  // `{{ }}` in the documents is text.
  vue: { template: { compilerOptions: { delimiters: ['\u0001', '\u0002'] } } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    nav: [{ text: 'Guide', link: '/docs/guide' }, { text: 'REST API', link: '/docs/api' }, { text: 'Construct', link: '/API' }, { text: 'Client', link: '/sdk/README' }],
    sidebar: [
      { text: 'Guide', items: pages('docs/guide#', ['Use it', 'use-it'], ['Call it', 'call-it'], ['Run it', 'run-it'], ['Change it', 'change-it']) },
      {
        text: 'Use it',
        items: pages('docs/', ['Deployment', 'deployment'], ['Sizes, formats, watermarks', 'pictures'], ['Bring your own', 'bring-your-own'],
          ['Delivery', 'delivery'], ['Moderation', 'moderation'], ['Migration', 'migration'], ['Alternatives', 'alternatives']),
      },
      {
        text: 'Call it',
        items: [...pages('docs/', ['REST API', 'api'], ['Events', 'events']), ...pages('', ['Client', 'sdk/README'], ['Client reference', 'docs/reference/README'], ['Examples', 'integ/examples/README'])],
      },
      { text: 'Run it', items: pages('docs/', ['Runbook', 'runbook'], ['Monitoring', 'monitoring'], ['Cost', 'cost'], ['Scaling', 'scaling']) },
      {
        text: 'How it works',
        items: pages('docs/', ['Architecture', 'architecture'], ['Security', 'security'], ['Faults', 'faults'], ['Performance', 'performance'], ['Decisions', 'decisions/README']),
      },
      { text: 'Change it', items: [...pages('', ['Contributing', 'CONTRIBUTING']), ...pages('docs/', ['Local AWS', 'local-aws']), ...pages('', ['Changelog', 'CHANGELOG'], ['Construct reference', 'API'])] },
    ],
  },
});
