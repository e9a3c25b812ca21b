import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CostEstimate } from './cost-estimate';
import { CostKind } from './cost-kind';
import { CostOptions, toCostSettings } from './cost-options';
import { Demand, demands } from './demand';
import { takeInventory } from './inventory';
import { moderation } from './moderation';
import { withPrices } from './own-prices';
import { averageImage } from './picture';
import { PRICES_SOURCE } from './prices';
import { processing } from './processing';
import { fixed, storage, views } from './upkeep';
import { WorkflowType } from '../options/workflow-type';
import { Settings } from '../settings';

/** Of a system's settings, those that its cost depends on. */
export type CostModelProps = Pick<Settings, 'images' | 'workflowType' | 'architecture' | 'sweep' | 'originals' | 'intelligentTiering'>;

/** The first of a month that Cognito does not bill. */
const FREE_USERS = 10_000;

/** What one system costs, by its settings and by what is in its tree. It asks nobody for anything. */
export class CostModel {
  constructor(private readonly system: Construct, private readonly props: CostModelProps) {}

  /** @throws Error for an option out of its range, and for an unknown name of a price */
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
}
