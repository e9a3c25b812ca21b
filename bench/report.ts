import { cpus } from 'node:os';
import sharp from 'sharp';
import { ColdStart } from './cold-start';
import { HandOverLoss } from './hand-over-loss';
import { PeakMemory } from './memory';
import { Photograph } from './photographs';
import { Measurement, ratioOf } from './rounds';
import { median, PairedRatio, rounded } from './statistics';

export interface Measured {
  readonly measurements: readonly Measurement[];
  readonly photographs: readonly Photograph[];
  /** Names of the subjects of the ratios. */
  readonly judged: readonly string[];
  readonly handOver: readonly HandOverLoss[];
  readonly memory: PeakMemory;
  readonly coldStarts: readonly ColdStart[];
  /** Version, or why it could not be measured. */
  readonly pillow: string;
  readonly rounds: number;
}

/** Keys of the ratios, their numerators and denominators, and their limits. */
const RATIOS = [
  { key: 'naive', of: 'pipeline jpeg', to: 'naive', bar: 0.30, title: 'naive three steps, stats() to validate' },
  { key: 'naiveRawValidation', of: 'pipeline jpeg', to: 'naiveRawValidation', bar: 0.55, title: 'naive three steps, raw decode to validate' },
  { key: 'pillow', of: 'pipeline jpeg', to: 'pillow', bar: 0.22, title: 'Python and Pillow' },
  { key: 'fused', of: 'pipeline jpeg', to: 'fused jpeg', bar: 1.5, title: 'fused bound, JPEG' },
  { key: 'fusedWebp', of: 'pipeline webp', to: 'fused webp', bar: 1.2, title: 'fused bound, JPEG and WebP' },
  { key: 'fusedAvif', of: 'pipeline avif', to: 'fused avif', bar: 1.1, title: 'fused bound, JPEG, WebP and AVIF' },
  { key: 'withoutWatermark', of: 'pipeline plain', to: 'fused plain', bar: 1.1, title: 'without a watermark: fused bound, JPEG' },
  { key: 'p3', of: 'resize p3', to: 'resize without profile', bar: 1.5, title: 'resize of Display P3: the same pixels without profile' },
] as const;

export interface Line {
  readonly measure: string;
  readonly value: string;
  readonly bar: string;
  /** Absent if there is no limit or no measurement. */
  readonly met?: boolean;
}

/** bench/results.json */
export function resultsOf(measured: Measured): Record<string, unknown> {
  const ratios = ratiosOf(measured);
  const medians = Object.fromEntries(ratios.map(({ key, ratio }) => [key, ratio && rounded(ratio.median)]));
  const { withoutWatermark, ...others } = medians;
  const handOver = handOverOf(measured.handOver);
  return {
    date: new Date().toISOString(),
    machine: { cpu: cpus()[0]?.model.trim(), cores: cpus().length, platform: `${process.platform} ${process.arch}` },
    versions: { node: process.version, sharp: sharp.versions.sharp, libvips: sharp.versions.vips, pillow: measured.pillow },
    rounds: measured.rounds,
    photographs: measured.photographs.map(({ name, megapixels, bytes }) => ({ name, megapixels: rounded(megapixels, 1), bytes })),
    ratios: others,
    withoutWatermark: { fused: withoutWatermark },
    spread: Object.fromEntries(ratios.flatMap(({ key, ratio }) => (ratio ? [[key, [rounded(ratio.lowest), rounded(ratio.highest)]]] : []))),
    byPhotograph: Object.fromEntries(measured.photographs.map(({ name }) => [name, ratiosByKey(measured, name)])),
    cpuMs: Object.fromEntries(measured.photographs.map(({ name }) => [name, costsOf(measured, name)])),
    handOver: { lossDb: rounded(handOver.lossDb), bytes: rounded(handOver.bytes, 4) },
    handOverBy: measured.handOver.map(loss => ({ ...loss, lossDb: rounded(loss.lossDb), bytes: rounded(loss.bytes, 4) })),
    rssPeakMb: Math.round(Math.max(...Object.values(measured.memory))),
    rssPeakMbBy: Object.fromEntries(Object.entries(measured.memory).map(([name, peak]) => [name, Math.round(peak)])),
    coldStart: Object.fromEntries(measured.coldStarts.map(({ handler, ms, kb }) => [handler, { ms: rounded(ms, 1), kb: Math.round(kb) }])),
  };
}

/** The printed report: each figure with its limit. */
export function linesOf(measured: Measured): Line[] {
  const handOver = handOverOf(measured.handOver);
  const peak = Math.max(...Object.values(measured.memory));
  const empty = measured.coldStarts.find(({ handler }) => handler === 'empty')!;
  return [
    ...ratiosOf(measured).map(({ key, title, bar, ratio }): Line => ({
      measure: `CPU ÷ ${title}`,
      value: ratio ? `${ratio.median.toFixed(2)} (${ratio.lowest.toFixed(2)} to ${ratio.highest.toFixed(2)}, ${ratio.pairs} pairs)`
        : `absent: ${key === 'pillow' ? measured.pillow : 'no such photograph'}`,
      bar: `≤ ${bar.toFixed(2)}`,
      ...(ratio && { met: ratio.median <= bar }),
    })),
    { measure: 'Hand-over: loss of the final file', value: `${handOver.lossDb.toFixed(3)} dB`, bar: '≤ 0.15 dB', met: handOver.lossDb <= 0.15 },
    { measure: 'Hand-over: growth of the final file', value: `${(handOver.bytes * 100).toFixed(2)} %`, bar: '≤ 1.5 %', met: handOver.bytes <= 0.015 },
    { measure: 'Warm peak memory of a function', value: `${Math.round(peak)} MB`, bar: '≤ 160 MB', met: peak <= 160 },
    ...measured.coldStarts.map(({ handler, ms, kb }): Line => ({
      measure: `Cold start: ${handler}`,
      value: handler === 'empty' ? `${ms.toFixed(0)} ms` : `${ms.toFixed(0)} ms, ${Math.round(kb)} KB, ${(ms / empty.ms).toFixed(1)} × empty`,
      bar: '',
    })),
  ];
}

interface KeyedRatio {
  readonly key: string;
  readonly title: string;
  readonly bar: number;
  readonly ratio: PairedRatio | undefined;
}

function ratiosOf({ measurements, judged }: Measured, names = judged): KeyedRatio[] {
  const chosen = measurements.filter(({ photograph }) => names.includes(photograph.name));
  return RATIOS.map(({ key, title, bar, of, to }) => ({ key, title, bar, ratio: ratioOf(chosen, of, to) }));
}

function ratiosByKey(measured: Measured, name: string): Record<string, number> {
  return Object.fromEntries(ratiosOf(measured, [name]).flatMap(({ key, ratio }) => (ratio ? [[key, rounded(ratio.median)]] : [])));
}

/** The worse of the two formats, each as the mean over photographs and sizes. */
function handOverOf(losses: readonly HandOverLoss[]): { lossDb: number; bytes: number } {
  const formats = [...new Set(losses.map(({ format }) => format))];
  const worst = (valueOf: (loss: HandOverLoss) => number) => Math.max(...formats.map(format => {
    const values = losses.filter(loss => loss.format === format).map(valueOf);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }));
  return { lossDb: worst(({ lossDb }) => lossDb), bytes: worst(({ bytes }) => bytes) };
}

function costsOf({ measurements }: Measured, name: string): Record<string, unknown> {
  const chosen = measurements.filter(({ photograph, cost }) => photograph.name === name && !Number.isNaN(cost.total));
  const subjects = [...new Set(chosen.map(({ subject }) => subject))];
  return Object.fromEntries(subjects.map(subject => {
    const costs = chosen.filter(measurement => measurement.subject === subject).map(({ cost }) => cost);
    const parts = Object.keys(costs[0].parts ?? {}).map(part => [part, rounded(median(costs.map(cost => cost.parts![part])), 1)]);
    return [subject, { total: rounded(median(costs.map(({ total }) => total)), 1), ...Object.fromEntries(parts) }];
  }));
}
