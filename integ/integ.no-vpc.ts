import { App } from 'aws-cdk-lib';
import { architectureOf } from './architecture';
import { assertFlow } from './flow-check/flow-check';
import { SampleStack } from './sample-stack';
import { Network } from '../src';

/** Without a VPC: no cost while idle. */
const app = new App();
const stack = new SampleStack(app, 'ImageManagementNoVpc', {
  allowedOrigins: ['http://localhost:3000'], architecture: architectureOf(app), network: Network.none(),
});
assertFlow(stack, { Images: stack.images });
