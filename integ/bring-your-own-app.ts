import { App } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { BringYourOwnStack } from './bring-your-own-stack';

/** The app of the end-to-end test of what is brought along. Context: `architecture` (`arm64`, the default, or `x64`). */
const app = new App();
const architecture = app.node.tryGetContext('architecture') === 'x64' ? Architecture.X86_64 : Architecture.ARM_64;
new BringYourOwnStack(app, 'ImageManagementBringYourOwn', { architecture });
app.synth();
