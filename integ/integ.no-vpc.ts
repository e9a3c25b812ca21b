import { architectureOf } from './architecture';
import { assertFlow } from './flow-check/flow-check';
import { integrationApp } from './integration-app';
import { SampleStack } from './sample-stack';
import { Network } from '../src';

/** Without a VPC: no cost while idle. */
const app = integrationApp();
const stack = new SampleStack(app, 'ImageManagementNoVpc', {
  allowedOrigins: ['http://localhost:3000'], architecture: architectureOf(app), network: Network.none(),
});
assertFlow(stack, { Images: stack.images });
