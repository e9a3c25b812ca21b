/** The chequers show through where a picture is transparent. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f4f2; --card: #fff; --ink: #1d1d1f; --soft: #6b6b70; --line: #dddcd8; --accent: #1a6b3c; --bad: #b3261e;
  --chequer: #e6e6e6; --ground: #fafafa;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #161618; --card: #212124; --ink: #ececee; --soft: #a0a0a6; --line: #36363b; --accent: #6fcf97; --bad: #ff8a80;
    --chequer: #2f2f33; --ground: #28282b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 1280px; margin: 0 auto; padding: 24px; }
header { padding-bottom: 0; }
h1 { margin: 0; font-size: 28px; }
h2 { margin: 0; font-size: 19px; overflow-wrap: anywhere; }
p { margin: 4px 0; }
.hint, .facts { color: var(--soft); }
section { margin: 0 0 28px; padding: 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 16px; margin: 14px 0; align-items: start; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 16px; align-items: end; }
figure { margin: 0; min-width: 0; }
figure a { display: block; }
img {
  display: block; width: auto; height: auto; max-width: 100%; max-height: 200px; margin: 0 auto; border-radius: 6px;
  background: repeating-conic-gradient(var(--chequer) 0 25%, var(--ground) 0 50%) 0 0 / 20px 20px;
}
.pair img { max-height: 560px; }
figcaption { margin-top: 8px; font-size: 13px; color: var(--soft); overflow-wrap: anywhere; }
figcaption b { color: var(--ink); }
figcaption a { display: inline; color: inherit; }
.badge { padding: 0 7px; border: 1px solid var(--line); border-radius: 9px; font-size: 12px; }
.saved { color: var(--accent); font-weight: 600; }
.larger { color: var(--bad); }
.bad { padding: 14px; border: 1px solid var(--bad); border-radius: 8px; align-self: stretch; }
.bad .badge, .bad code { color: var(--bad); border-color: var(--bad); }
h2 + .grid { margin-top: 14px; }
@media print { body { background: none; } section { break-inside: avoid; } }
`;
