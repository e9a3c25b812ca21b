import { App } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';

const ARCHITECTURES: Readonly<Record<string, Architecture>> = { arm64: Architecture.ARM_64, x64: Architecture.X86_64 };

/**
 * By the app's context `architecture`: `arm64`, the default, or `x64`.
 * @throws Error where it is another
 */
export function architectureOf(app: App): Architecture {
  const name = String(app.node.tryGetContext('architecture') ?? 'arm64');
  const architecture = ARCHITECTURES[name];
  if (!architecture) throw new Error(`context "architecture" should be arm64 or x64, got '${name}'`);
  return architecture;
}
