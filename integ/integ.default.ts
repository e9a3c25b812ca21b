import { architectureOf } from './architecture';
import { assertFlow } from './flow-check/flow-check';
import { integrationApp } from './integration-app';
import { SampleStack } from './sample-stack';

/** The whole system as it comes: its own VPC, its own accounts, renditions by S3. */
const app = integrationApp();
const stack = new SampleStack(app, 'ImageManagementDefault', { allowedOrigins: ['http://localhost:3000'], architecture: architectureOf(app) });
assertFlow(stack, { Images: stack.images });
