import { App } from 'aws-cdk-lib';
import { architectureOf } from './architecture';
import { BringYourOwnStack } from './bring-your-own-stack';
import { assertFlow } from './flow-check/flow-check';

/** Two systems on a key, a pool, a VPC, a topic, buckets and tables that were there before. */
const app = new App();
const stack = new BringYourOwnStack(app, 'ImageManagementBringYourOwn', { architecture: architectureOf(app) });
assertFlow(stack, stack.systems);
