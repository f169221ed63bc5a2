/** The style of /docs: one column on a phone, the contents at the side on a wide screen, dark if the reader's system is. */
export const REFERENCE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14191d);
  --raised: light-dark(#f5f7f9, #1c2328);
  --ink: light-dark(#14212b, #e8edf0);
  --quiet: light-dark(#52616d, #a3b1bb);
  --line: light-dark(#dde3e8, #2d363d);
  --accent: light-dark(#b3261e, #ff8a80);
  --blank: light-dark(#6d3ab5, #c9a6ff);
  --get: light-dark(#0b57a4, #8cc4ff);
  --post: light-dark(#1a6b37, #7fd99a);
  --put: light-dark(#8a5300, #f3c06b);
  --delete: light-dark(#b3261e, #ff9d94);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100vw; padding: 0.5rem 1rem; background: var(--paper); z-index: 2; }
.skip:focus { left: 0.5rem; top: 0.5rem; }

header { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line); }
.bar { display: flex; flex-wrap: wrap; gap: 0.15rem 1.25rem; align-items: center; max-width: 78rem; margin: 0 auto; padding: 0.75rem 1.25rem; font-size: 0.94rem; }
.bar a { color: var(--quiet); text-decoration: none; }
.bar a:hover, .bar a[aria-current] { color: var(--ink); text-decoration: underline 2px var(--accent); text-underline-offset: 0.3em; }
.bar .name { margin-right: auto; color: var(--ink); font-weight: 650; }

.page { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem 6rem; }
.contents { position: sticky; top: 4.5rem; align-self: start; padding-top: 2.75rem; font-size: 0.94rem; }
.contents ul { margin: 0; padding: 0; list-style: none; }
.contents a { display: block; padding: 0.2rem 0; color: var(--quiet); text-decoration: none; }
.contents a:hover { color: var(--ink); text-decoration: underline; }
h1 { margin: 2.5rem 0 0; font-size: clamp(2rem, 5vw, 2.75rem); line-height: 1.15; letter-spacing: -0.02em; }
h2 { margin: 3.5rem 0 0.75rem; font-size: 1.4rem; line-height: 1.3; letter-spacing: -0.01em; }
p, .page main li { max-width: 46rem; }
.lead { margin-top: 0.75rem; font-size: 1.15rem; color: var(--quiet); }
.page main li { margin: 0.4rem 0; }

.facts { display: flex; flex-wrap: wrap; gap: 0.75rem 3rem; margin: 1.5rem 0; }
.facts dt { font-size: 0.82rem; color: var(--quiet); }
.facts dd { margin: 0; }
code, pre { font-family: var(--mono); font-size: 0.9em; overflow-wrap: anywhere; }
pre { padding: 0.9rem 1.1rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; }
pre code { font-size: 0.9rem; }

.about { margin: -0.4rem 0 1rem; color: var(--quiet); }
table { width: 100%; border-collapse: collapse; font-size: 0.94rem; }
th { text-align: left; font-weight: 600; }
thead th { padding: 0.4rem 1rem 0.4rem 0; font-size: 0.82rem; color: var(--quiet); border-bottom: 1px solid var(--line); }
td, tbody th { padding: 0.6rem 1rem 0.6rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
tbody th { font-weight: 400; }
tr:target { background: var(--raised); }
.operations { table-layout: fixed; }
.operations th:nth-child(1) { width: 5.5rem; }
.operations th:nth-child(2) { width: 42%; }
.operations th:nth-child(4) { width: 9.5rem; }
.operations td:nth-child(4) { color: var(--quiet); }
.path var { font-style: normal; color: var(--blank); }
.method { font: 650 0.8rem/1 var(--mono); }
.get { color: var(--get); }
.post { color: var(--post); }
.put { color: var(--put); }
.delete { color: var(--delete); }
.roles th:first-child { width: 9.5rem; white-space: nowrap; }
.roles ul { margin: 0; padding: 0; list-style: none; }
.page .roles li { margin: 0 0 0.25rem; }

@media (min-width: 64rem) {
  .page { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 3rem; }
}
@media (max-width: 63.99rem) {
  .contents { position: static; padding-top: 1.25rem; }
  .contents ul { display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
}
@media (max-width: 44rem) {
  header { position: static; }
  html { scroll-padding-top: 1rem; }
  .operations thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .operations, .operations tbody { display: block; }
  .operations tr { display: grid; grid-template-columns: 4.25rem minmax(0, 1fr); padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
  .operations td { padding: 0; border: 0; }
  .operations td:nth-child(n + 3) { grid-column: 2; }
}
`;
