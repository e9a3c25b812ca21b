import { Stack, Token } from 'aws-cdk-lib';
import { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { FunctionName } from '../contract/functions';
import { HandlerFunction } from '../functions/handler-function';

/** Resources with a monthly price, and the memory of the functions, counted in the construct tree. */
export interface Inventory {
  readonly keys: number;
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** Interface endpoints times availability zones. */
  readonly endpointZones: number;
  /** Whether CloudFront delivers the renditions. It has no fixed cost. */
  readonly cloudFront: boolean;
  /** Megabytes. */
  readonly memory: Readonly<Partial<Record<FunctionName, number>>>;
}

/** Assumed if the subnets are known only after deployment. */
const ZONES = 2;

export function takeInventory(system: Construct): Inventory {
  const parts = system.node.findAll();
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    keys: parts.filter((part) => part instanceof CfnKey).length,
    alarmMetrics: sum(parts.map((part) => part instanceof CfnAlarm ? metricsOf(part) : 0)),
    dashboards: parts.filter((part) => part instanceof CfnDashboard).length,
    endpointZones: sum(parts.map((part) => part instanceof CfnVPCEndpoint && part.vpcEndpointType === 'Interface' ? zonesOf(part) : 0)),
    cloudFront: parts.some((part) => part instanceof CfnDistribution),
    memory: Object.fromEntries(parts.flatMap((part) => part instanceof HandlerFunction ? [[part.name, part.memorySize]] : [])),
  };
}

/** An alarm on a math expression is billed per metric in it. */
function metricsOf(alarm: CfnAlarm): number {
  const metrics = Stack.of(alarm).resolve(alarm.metrics) as readonly { readonly metricStat?: unknown }[] | undefined;
  return metrics?.filter(({ metricStat }) => metricStat !== undefined).length ?? 1;
}

function zonesOf({ subnetIds }: CfnVPCEndpoint): number {
  return subnetIds === undefined || Token.isUnresolved(subnetIds) ? ZONES : subnetIds.length;
}
