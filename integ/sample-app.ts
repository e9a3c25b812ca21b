import { App } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { SampleStack } from './sample-stack';

/**
 * The app that the demo and the end-to-end tests deploy. Context: `allowedOrigins` (comma separated; default
 * `http://localhost:3000`) and `architecture` (`arm64`, the default, or `x64`).
 */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = { arm64: Architecture.ARM_64, x64: Architecture.X86_64 };

const app = new App();
const allowedOrigins = String(app.node.tryGetContext('allowedOrigins') ?? 'http://localhost:3000').split(',').map((origin) => origin.trim());
const name = String(app.node.tryGetContext('architecture') ?? 'arm64');
const architecture = ARCHITECTURES[name];
if (!architecture) throw new Error(`context "architecture" should be arm64 or x64, got '${name}'`);

new SampleStack(app, 'ImageManagementSample', { allowedOrigins, architecture });
app.synth();
