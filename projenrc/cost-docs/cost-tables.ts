import { Duration } from 'aws-cdk-lib';
import { Systems } from './systems';
import { CostEstimate, CostKind, ImageManagementSystem } from '../../src';
import { withPrices } from '../../src/cost/cost-options';
import { averageImage } from '../../src/cost/durations';
import { PRICES } from '../../src/cost/prices';
import { storage } from '../../src/cost/upkeep';
import { bindImages } from '../../src/options/image-settings';
import { OriginalsOptions, toOriginalsSettings } from '../../src/options/storage-options';
import { Parts, table } from '../generated-parts';

const ORIGINAL_BYTES = 3_000_000;
/** Between these two the cost of 1,000 images more is taken: without what is billed by the hours in which there are any. */
const [FEW, MANY] = [100_000, 200_000];

const usd = (amount: number, digits = 2): string => amount.toFixed(digits);
const sumOf = (lines: readonly { readonly usd: number }[]): number => lines.reduce((sum, line) => sum + line.usd, 0);

/** The generated parts of docs/cost.md. */
export function costParts(systems: Systems): Parts {
  return new Map([
    ['idle', idle(systems)],
    ['processing', processing(systems)],
    ['views', views(systems)],
    ['storage', storageTable()],
    ['month', month(systems)],
    ['prices', prices()],
  ]);
}

function idle({ isolated, none }: Systems): string {
  const columns = [isolated, none].map((system) => system.estimateMonthlyCost({ imagesPerMonth: 0 }));
  const names = columns[0].lines.map(({ service, item }) => `${service}: ${item}`);
  const amount = ({ lines }: CostEstimate, name: string): number => sumOf(lines.filter(({ service, item }) => `${service}: ${item}` === name));
  return table(['a month, US dollars', 'with its VPC:', 'without:'], [
    ...names.map((name) => [name, ...columns.map((column) => usd(amount(column, name)))]),
    ['**together**', ...columns.map((column) => `**${usd(column.fixedUsd)}**`)],
  ]);
}

/** US dollars of 1,000 images more, by service. */
function marginal(system: ImageManagementSystem, kind: CostKind): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [imagesPerMonth, sign] of [[MANY, 1], [FEW, -1]]) {
    for (const line of system.estimateMonthlyCost({ imagesPerMonth, viewsPerImage: 1 }).lines) {
      if (line.kind === kind) sums.set(line.service, (sums.get(line.service) ?? 0) + sign * line.usd / (MANY - FEW) * 1000);
    }
  }
  return sums;
}

function processing({ isolated, marked, avif, standard, standardMarked }: Systems): string {
  const columns = [isolated, marked, avif, standard, standardMarked].map((system) => marginal(system, CostKind.PROCESSING));
  return table(['1,000 images, US dollars', 'Express:', '+ watermark:', '+ AVIF:', 'Standard:', '+ watermark:'], byService(columns, 1));
}

/** Rows by service, dearest of one of the columns first, and their sums. */
function byService(columns: readonly Map<string, number>[], leading: number): string[][] {
  const services = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const amount = (column: Map<string, number>, service: string): number => column.get(service) ?? 0;
  const total = (column: Map<string, number>): number => [...column.values()].reduce((sum, each) => sum + each, 0);
  services.sort((a, b) => amount(columns[leading], b) - amount(columns[leading], a));
  return [
    ...services.map((service) => [service, ...columns.map((column) => usd(amount(column, service), 4))]),
    ['**together**', ...columns.map((column) => `**${usd(total(column), 3)}**`)],
  ];
}

function views({ isolated, cloudFront }: Systems): string {
  const columns = [isolated, cloudFront].map((system) => marginal(system, CostKind.VIEWS));
  return table(['1,000 views, US dollars', 'presigned URLs of S3:', 'CloudFront:'], byService(columns, 0));
}

const days = (count: number): Duration => Duration.days(count);
const CLASSES: readonly (readonly [string, OriginalsOptions, boolean])[] = [
  ['default: all in Standard', {}, false],
  ['originals to Standard-IA after 30 days', { transitionToInfrequentAccessAfter: days(30) }, false],
  ['originals to Glacier Instant Retrieval after 30 days', { transitionToGlacierInstantRetrievalAfter: days(30) }, false],
  ['originals deleted after 30 days', { expireAfter: days(30) }, false],
  ['renditions watched by Intelligent-Tiering, unread', {}, true],
];

function storageTable(): string {
  const { settings } = bindImages({ maxFileSize: ORIGINAL_BYTES });
  const image = averageImage(settings, ORIGINAL_BYTES);
  const all = withPrices();
  const amount = (monthsKept: number, options: OriginalsOptions, intelligentTiering: boolean): number =>
    storage({ images: 1000, image, monthsKept, originals: toOriginalsSettings(options), intelligentTiering })
      .reduce((sum, { price, quantity }) => sum + all[price] * quantity, 0);
  return table(['1,000 images a month, US dollars in a month', 'after 1 month:', 'after 1 year:', 'after 3 years:'],
    CLASSES.map(([title, options, tiering]) => [title, ...[1, 12, 36].map((months) => usd(amount(months, options, tiering)))]));
}

function month({ isolated, none, standard }: Systems): string {
  const row = (imagesPerMonth: number): string[] => {
    const [estimate, ...others] = [none, isolated, standard].map((system) => system.estimateMonthlyCost({ imagesPerMonth }));
    const kinds = [CostKind.PROCESSING, CostKind.STORAGE, CostKind.VIEWS].map((kind) => usd(estimate.usdOf(kind), 0));
    return [imagesPerMonth.toLocaleString('en-US'), ...[estimate, ...others].map(({ totalUsd }) => usd(totalUsd, 0)), ...kinds];
  };
  return table(['images a month', 'without VPC, Express:', 'with VPC, Express:', 'with VPC, Standard:', 'of it processing (Express):', 'storage:', 'views:'],
    [0, 1000, 10_000, 100_000, 1_000_000].map(row));
}

function prices(): string {
  const isLarge = (price: number): boolean => price >= 0.001;
  const list = (large: boolean, factor: number): string => Object.entries(PRICES).filter(([, price]) => isLarge(price) === large)
    .map(([name, price]) => `\`${name}\` ${Number((price * factor).toPrecision(6))}`).join(', ');
  return `US dollars each: ${list(true, 1)}.\n\nUS dollars a million: ${list(false, 1e6)}.`;
}
