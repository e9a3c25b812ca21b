import { STYLE } from './contact-sheet-style';
import { Html, address, html } from './html';
import type { DownloadedRendition, Result } from './results';
import { formatBytes, formatNumber } from './table';

/** A page that shows every original next to its renditions; opens from disk, without scripts or network. */
export function contactSheet(results: readonly Result[]): string {
  const ready = results.filter(({ status }) => status === 'ready');
  const others = results.filter(({ status }) => status !== 'ready');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Contact sheet</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<h1>Contact sheet</h1>
<p>${summary(results)}</p>
<p class="hint">“Saved” compares with the bytes of the original. Click a picture for the file itself.</p>
</header>
<main>
${ready.map(imageSection)}
${others.length > 0 ? html`<section><h2>Not ready</h2><div class="grid">${others.map(unfinishedCard)}</div></section>` : undefined}
</main>
</body>
</html>
`.text;
}

function summary(results: readonly Result[]): string {
  const count = (status: string) => results.filter(result => result.status === status).length;
  const renditions = results.flatMap(result => result.renditions);
  const counts = (['ready', 'rejected', 'failed', 'refused'] as const).filter(status => count(status) > 0).map(status => `${count(status)} ${status}`);
  return `${results.length} ${results.length === 1 ? 'file' : 'files'}: ${counts.join(', ')}. ${formatNumber(renditions.length)} renditions, ${formatBytes(sum(renditions))}.`;
}

function sum(renditions: readonly DownloadedRendition[]): number {
  return renditions.reduce((total, { bytes }) => total + bytes, 0);
}

/** The original next to the largest rendition, both large enough to show a watermark; then all others. */
function imageSection(result: Result): Html {
  const { file, seconds, width, height } = result;
  const [largest, ...rest] = [...result.renditions].sort(bySizeAndFormat);
  return html`<section>
<h2>${file.filename}</h2>
<p class="facts">${file.note ? html`<b>${file.note}.</b> ` : undefined}Ready after ${seconds.toFixed(1)} s.</p>
<div class="pair">
${card({ path: file.original, title: 'Original', facts: [pixels(width, height), formatBytes(file.bytes)], alt: `${file.filename}, original` })}
${largest ? renditionCard(result, largest) : undefined}
</div>
<div class="grid">${rest.map(rendition => renditionCard(result, rendition))}</div>
</section>
`;
}

/** Largest picture first; of one size WebP first, which keeps movement where there is any. */
function bySizeAndFormat(a: DownloadedRendition, b: DownloadedRendition): number {
  return b.width * b.height - a.width * a.height || a.size.localeCompare(b.size) || Number(b.format === 'webp') - Number(a.format === 'webp');
}

function renditionCard({ file }: Result, rendition: DownloadedRendition): Html {
  const { size, format, width, height, bytes, path } = rendition;
  return card({
    path,
    title: size,
    badge: format,
    facts: [pixels(width, height), formatBytes(bytes)],
    saved: savedOf(bytes, file.bytes),
    width,
    height,
    alt: `${file.filename}, ${size}, ${format}`,
  });
}

interface Card {
  readonly path: string;
  readonly title: string;
  readonly badge?: string;
  readonly facts: readonly string[];
  readonly saved?: number;
  readonly width?: number;
  readonly height?: number;
  readonly alt: string;
}

function card({ path, title, badge, facts, saved, width, height, alt }: Card): Html {
  const dimensions = width && height ? html` width="${width}" height="${height}"` : undefined;
  return html`<figure>
<a href="${address(path)}"><img src="${address(path)}" alt="${alt}" decoding="sync"${dimensions}></a>
<figcaption><b>${title}</b>${badge ? html` <span class="badge">${badge}</span>` : undefined}<br>${facts.filter(Boolean).join(' · ')}${savedText(saved)}</figcaption>
</figure>
`;
}

function unfinishedCard({ file, status, reason, detail }: Result): Html {
  return html`<figure class="bad">
<figcaption><b>${file.filename}</b> <span class="badge">${status}</span><br>${reason ? html`Reason: <code>${reason}</code><br>` : undefined}${detail}${detail ? html`<br>` : undefined}${formatBytes(file.bytes)}${file.note ? ` · ${file.note}` : ''}${file.expected === status ? ' · as expected' : ''}<br><a href="${address(file.original)}">The file</a></figcaption>
</figure>
`;
}

function pixels(width?: number, height?: number): string {
  return width && height ? `${width} × ${height}` : '';
}

/** Bytes that a rendition saves, in per cent of the original; negative if it is larger. */
export function savedOf(bytes: number, original: number): number | undefined {
  return original > 0 ? Math.floor(((original - bytes) * 100) / original) : undefined;
}

function savedText(saved: number | undefined): Html | undefined {
  if (saved === undefined) return undefined;
  return saved >= 0 ? html`<br><span class="saved">saved ${saved} %</span>` : html`<br><span class="larger">${-saved} % larger</span>`;
}
