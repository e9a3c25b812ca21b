import { App } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { SampleStack } from './sample-stack';
import { WorkflowType } from '../src';

/**
 * The app that the demo and the end-to-end tests deploy. Context: `allowedOrigins` (comma separated; default
 * `http://localhost:3000`), `architecture` (`arm64`, the default, or `x64`), `workflowType` (`EXPRESS`, the default, or
 * `STANDARD`) and `moderation` (`on`: a function looks at every image; off by default).
 */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = { arm64: Architecture.ARM_64, x64: Architecture.X86_64 };

const app = new App();
const allowedOrigins = String(app.node.tryGetContext('allowedOrigins') ?? 'http://localhost:3000').split(',').map((origin) => origin.trim());
const name = String(app.node.tryGetContext('architecture') ?? 'arm64');
const architecture = ARCHITECTURES[name];
if (!architecture) throw new Error(`context "architecture" should be arm64 or x64, got '${name}'`);

const workflowType = Object.values(WorkflowType).find((type) => type === (app.node.tryGetContext('workflowType') ?? WorkflowType.EXPRESS));
if (!workflowType) throw new Error(`context "workflowType" should be EXPRESS or STANDARD, got '${app.node.tryGetContext('workflowType')}'`);

new SampleStack(app, 'ImageManagementSample', {
  allowedOrigins, architecture, workflowType, moderated: app.node.tryGetContext('moderation') === 'on',
});
app.synth();
