import { App, Stack } from 'aws-cdk-lib';
import { Delivery, ImageFormat, ImageManagementSystem, ImageManagementSystemProps, Network, Watermark, WorkflowType } from '../../src';
import { EC_KEY } from '../templates/public-keys';

const watermark = Watermark.text('© Example');
const formats = [ImageFormat.WEBP, ImageFormat.JPEG, ImageFormat.AVIF];

/** The systems that the documents compare. */
const PROPS = {
  isolated: {},
  none: { network: Network.none() },
  marked: { watermark },
  avif: { watermark, formats },
  standard: { workflowType: WorkflowType.STANDARD },
  cloudFront: { delivery: Delivery.cloudFront({ publicKeys: [EC_KEY] }) },
  standardMarked: { workflowType: WorkflowType.STANDARD, watermark },
} satisfies Record<string, ImageManagementSystemProps>;

export type Systems = Readonly<Record<keyof typeof PROPS, ImageManagementSystem>>;

/** Real ones: what they cost is counted in their trees. */
export function createSystems(): Systems {
  const stack = new Stack(new App({ context: { 'aws:cdk:disable-asset-staging': true } }), 'Costs');
  const systems = Object.entries(PROPS).map(([name, props]) => [name, new ImageManagementSystem(stack, name, props)]);
  return Object.fromEntries(systems) as Systems;
}
