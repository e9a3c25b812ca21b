import { App } from 'aws-cdk-lib';
import {
  DISABLE_CREATION_STACK_TRACES, DISABLE_LOGICAL_ID_METADATA, DISABLE_METADATA_STACK_TRACE, ENABLE_ADDITIONAL_METADATA_COLLECTION,
} from 'aws-cdk-lib/cx-api';

/**
 * An app whose cloud assembly is a snapshot: the same on every machine, so without stack traces, and small, so without what
 * only the CDK CLI's messages and its usage statistics need.
 */
export function integrationApp(): App {
  return new App({
    treeMetadata: false,
    postCliContext: {
      [DISABLE_METADATA_STACK_TRACE]: true,
      [DISABLE_CREATION_STACK_TRACES]: true,
      [DISABLE_LOGICAL_ID_METADATA]: true,
      [ENABLE_ADDITIONAL_METADATA_COLLECTION]: false,
    },
  });
}
