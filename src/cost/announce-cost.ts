import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CostModel } from './cost-model';
import { HOURS_OF_MONTH } from './demand';
import { takeInventory } from './inventory';
import { PRICES } from './prices';
import { fail } from '../options/check';

/** `cdk synth -c cdk-image-management-system:cost=100000`: so many images a month. */
export const COST_CONTEXT = 'cdk-image-management-system:cost';
/** Stable: apps acknowledge the note by it. */
export const NETWORK_NOTE = 'cdk-image-management-system:networkCost';

/**
 * Says at synth what the endpoints of the VPC cost by the month, and on request the whole estimate. Annotations and not the console: what
 * the CDK command reads from an app is no place for a table.
 */
export function announceCost(system: Construct, model: CostModel): void {
  const usd = takeInventory(system).endpointZones * HOURS_OF_MONTH * PRICES.interfaceEndpointHour;
  if (usd > 0) {
    Annotations.of(system).addInfoV2(NETWORK_NOTE,
      `The interface endpoints of the VPC cost about ${usd.toFixed(2)} US dollars a month, used or not (us-east-1). \`network: Network.none()\` runs `
      + 'the same system without a VPC and without that cost; docs/cost.md compares both. Where the VPC is wanted: '
      + `Annotations.of(images).acknowledgeInfo('${NETWORK_NOTE}').`);
  }
  const asked: unknown = system.node.tryGetContext(COST_CONTEXT);
  if (asked === undefined) return;
  const imagesPerMonth = String(asked).trim() === '' ? NaN : Number(asked);
  if (!(imagesPerMonth >= 0)) fail(`the context ${COST_CONTEXT}`, 'a number of images a month', `'${String(asked)}'`);
  Annotations.of(system).addInfoV2(COST_CONTEXT, model.estimate({ imagesPerMonth }).describe());
}
