import { Annotations } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CostEstimate, CostKind } from './cost-estimate';
import { CostOptions, toCostSettings, withPrices } from './cost-options';
import { DAYS_OF_MONTH, Demand, demands, GB, HOURS_OF_MONTH } from './demand';
import { averageImage } from './durations';
import { takeInventory } from './inventory';
import { PRICES, PRICES_SOURCE } from './prices';
import { moderation, POLLS, processing } from './processing';
import { fixed, storage, views } from './upkeep';
import { fail } from '../options/check';
import { WorkflowType } from '../options/processing-options';
import { Settings } from '../settings';

/** The settings that the cost depends on. */
export type CostModelProps = Pick<Settings, 'images' | 'workflowType' | 'architecture' | 'sweep' | 'originals' | 'intelligentTiering'>;

/** US dollars for the quantities that CloudWatch counts, for an average image. */
export interface DailyRates {
  /** A day without images. */
  readonly fixed: number;
  readonly image: number;
  /** API requests that are already part of the cost of an image. */
  readonly requestsOfImage: number;
  /** Every other request counts as a view with its download. */
  readonly view: number;
  /** Per day, in S3 Standard. */
  readonly storedByte: number;
}

/** `cdk synth -c cdk-image-management-system:cost=100000` prints the estimate for this many images per month. */
export const COST_CONTEXT = 'cdk-image-management-system:cost';
/** Stable: apps acknowledge the annotation by it. */
export const NETWORK_NOTE = 'cdk-image-management-system:networkCost';

/** Cognito does not bill the first users of a month. */
const FREE_USERS = 10_000;
/** Any number works: the cost per image depends on it only by custom metrics. */
const SAMPLE_IMAGES = 10_000;

/** What one system costs, computed offline from its settings and its construct tree. */
export class CostModel {
  constructor(private readonly system: Construct, private readonly props: CostModelProps) {}

  /** @throws Error for an option out of range or an unknown price name */
  public estimate(options: CostOptions): CostEstimate {
    const { images, originalBytes, viewsPerImage, monthsKept, monthlyActiveUsers } = toCostSettings(options);
    const { originals, intelligentTiering, sweep, workflowType, architecture } = this.props;
    const prices = withPrices(options.prices);
    const inventory = takeInventory(this.system);
    const image = averageImage(this.props.images.settings, originalBytes);
    const arm64 = architecture.name === Architecture.ARM_64.name;
    const all: Demand[] = [
      ...fixed(inventory, arm64, sweep.every.toSeconds()),
      ...processing({ images, image, inventory, arm64, express: workflowType === WorkflowType.EXPRESS }),
      ...moderation(images, this.props.images.moderations, workflowType === WorkflowType.EXPRESS),
      ...storage({ images, image, monthsKept, originals, intelligentTiering }),
      ...views(images * viewsPerImage, image, inventory, arm64),
      ...demands(CostKind.USERS, [['Cognito', 'active users beyond 10,000', 'monthlyActiveUser', monthlyActiveUsers - FREE_USERS]]),
    ];
    const own = Object.keys(options.prices ?? {});
    return new CostEstimate(
      all.map((demand) => ({ ...demand, usd: demand.quantity * prices[demand.price] })),
      images,
      PRICES_SOURCE + (own.length > 0 ? `, but for your own: ${own.join(', ')}` : ''),
    );
  }
  public dailyRates(): DailyRates {
    const estimate = this.estimate({ imagesPerMonth: SAMPLE_IMAGES, viewsPerImage: 1, monthsKept: 0 });
    return {
      fixed: estimate.fixedUsd / DAYS_OF_MONTH,
      image: estimate.usdOf(CostKind.PROCESSING) / SAMPLE_IMAGES,
      requestsOfImage: 1 + POLLS,
      view: estimate.usdOf(CostKind.VIEWS) / SAMPLE_IMAGES,
      storedByte: PRICES.s3StandardGb / GB / DAYS_OF_MONTH,
    };
  }
}

/** Annotates the system with the monthly cost of its VPC endpoints and, on request, the whole estimate. */
export function announceCost(system: Construct, model: CostModel): void {
  const usd = takeInventory(system).endpointZones * HOURS_OF_MONTH * PRICES.interfaceEndpointHour;
  if (usd > 0) {
    Annotations.of(system).addInfoV2(NETWORK_NOTE,
      `The interface endpoints of the VPC cost about ${usd.toFixed(2)} US dollars a month, even when idle (us-east-1). \`network: Network.none()\` runs `
      + 'the same system without a VPC and without that cost; docs/cost.md compares both. To keep the VPC: '
      + `Annotations.of(images).acknowledgeInfo('${NETWORK_NOTE}').`);
  }
  const asked: unknown = system.node.tryGetContext(COST_CONTEXT);
  if (asked === undefined) return;
  const imagesPerMonth = String(asked).trim() === '' ? NaN : Number(asked);
  if (!(imagesPerMonth >= 0)) fail(`the context ${COST_CONTEXT}`, 'a number of images a month', `'${String(asked)}'`);
  Annotations.of(system).addInfoV2(COST_CONTEXT, model.estimate({ imagesPerMonth }).describe());
}
