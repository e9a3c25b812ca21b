import { App } from 'aws-cdk-lib';
import { architectureOf } from './architecture';
import { SampleStack } from './sample-stack';
import { WorkflowType } from '../src';

/**
 * The app that the demo and the end-to-end tests deploy. Context: `allowedOrigins` (comma separated; default
 * `http://localhost:3000`), `architecture` (`arm64`, the default, or `x64`), `workflowType` (`EXPRESS`, the default, or
 * `STANDARD`) and `moderation` (`on`: a function looks at every image; off by default).
 */
const app = new App();
const allowedOrigins = String(app.node.tryGetContext('allowedOrigins') ?? 'http://localhost:3000').split(',').map((origin) => origin.trim());
const workflowType = Object.values(WorkflowType).find((type) => type === (app.node.tryGetContext('workflowType') ?? WorkflowType.EXPRESS));
if (!workflowType) throw new Error(`context "workflowType" should be EXPRESS or STANDARD, got '${app.node.tryGetContext('workflowType')}'`);

new SampleStack(app, 'ImageManagementSample', {
  allowedOrigins, architecture: architectureOf(app), workflowType, moderated: app.node.tryGetContext('moderation') === 'on',
});
app.synth();
