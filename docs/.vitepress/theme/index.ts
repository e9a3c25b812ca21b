import DefaultTheme from 'vitepress/theme';
import { defineComponent, h, onMounted, ref } from 'vue';

/** A Mermaid diagram, drawn in the browser: its library is loaded only by pages that have one. */
const Diagram = defineComponent({
  props: { source: { type: String, required: true } },
  setup({ source }) {
    const svg = ref('');
    onMounted(async () => {
      const { default: mermaid } = await import('mermaid');
      mermaid.initialize({ startOnLoad: false, theme: document.documentElement.classList.contains('dark') ? 'dark' : 'default' });
      ({ svg: svg.value } = await mermaid.render(`diagram-${crypto.randomUUID()}`, decodeURIComponent(source)));
    });
    return () => h('div', { innerHTML: svg.value });
  },
});

export default {
  extends: DefaultTheme,
  enhanceApp({ app }: { app: import('vue').App }) {
    app.component('Diagram', Diagram);
  },
};
