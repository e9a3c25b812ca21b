import { App } from 'aws-cdk-lib';
import { architectureOf } from './architecture';
import { assertFlow } from './flow-check/flow-check';
import { SampleStack } from './sample-stack';

/** The whole system as it comes: its own VPC, its own accounts, renditions by S3. */
const app = new App();
const stack = new SampleStack(app, 'ImageManagementDefault', { allowedOrigins: ['http://localhost:3000'], architecture: architectureOf(app) });
assertFlow(stack, { Images: stack.images });
