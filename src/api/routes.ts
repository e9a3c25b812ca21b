import { AuthorizationType, AwsIntegration, IAuthorizer, IResource, LambdaIntegration, ResourceBase, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ApiFunctions } from './api-functions';
import { addPreflight } from './cors';
import { CALLS, FALLBACK } from '../contract/calls';

export interface RoutesOptions {
  readonly functions: ApiFunctions;
  /** Authorizer of every call that requires sign-in. */
  readonly authorizer: IAuthorizer;
  readonly allowedOrigins: readonly string[];
}

/**
 * Routes calls to their functions, preflights to API Gateway responses, and all other requests to the fallback function:
 * API Gateway itself would answer 403 both for an unknown path and for a wrong method.
 */
export function addRoutes(api: RestApi, { functions, authorizer, allowedOrigins }: RoutesOptions): void {
  for (const { method, path, handler, authorized } of CALLS) {
    const { function: target } = functions.byName[handler];
    api.root.resourceForPath(path).addMethod(method, handler === FALLBACK ? withoutPermission(target) : withPermission(target),
      authorized ? { authorizer, authorizationType: AuthorizationType.COGNITO } : OPEN);
  }
  const { function: fallback } = functions.byName[FALLBACK];
  api.root.addResource('{proxy+}');
  for (const resource of resourcesOf(api)) {
    resource.addMethod('ANY', withoutPermission(fallback), OPEN);
    addPreflight(resource, allowedOrigins);
  }
  // Any path and method can reach it, so the permission can only be limited to one API and one stage.
  fallback.addPermission('AnyCall', {
    principal: new ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: api.arnForExecuteApi('*', '/*', api.deploymentStage.stageName),
  });
}

const OPEN = { authorizationType: AuthorizationType.NONE };

function resourcesOf(api: RestApi): IResource[] {
  return api.root.node.findAll().filter((part) => part instanceof ResourceBase);
}

/** The permission is limited to one method of the API, and excludes test calls in the console. */
function withPermission(target: IFunction): LambdaIntegration {
  return new LambdaIntegration(target, { allowTestInvoke: false });
}

/** For a function with a permission that covers all methods: one per method would exceed the 20 KB limit of its policy. */
function withoutPermission(target: IFunction): AwsIntegration {
  return new AwsIntegration({ proxy: true, service: 'lambda', path: `2015-03-31/functions/${target.functionArn}/invocations` });
}
