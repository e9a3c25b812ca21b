import { AuthorizationType, AwsIntegration, IAuthorizer, IResource, LambdaIntegration, ResourceBase, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ApiFunctions } from './api-functions';
import { addPreflight } from './cors';
import { CALLS, FALLBACK } from '../contract/calls';

export interface RoutesOptions {
  readonly functions: ApiFunctions;
  /** Stands before every call that asks for a sign-in. */
  readonly authorizer: IAuthorizer;
  readonly allowedOrigins: readonly string[];
}

/**
 * Leads a call to its function, a preflight to an answer of API Gateway, and any other request to the function that says
 * what is wrong with it: API Gateway itself would answer 403 to an unknown path and a wrong method alike.
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
  // Any path and method leads there, so this is as narrow as its permission can be: one API and one stage.
  fallback.addPermission('AnyCall', {
    principal: new ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: api.arnForExecuteApi('*', '/*', api.deploymentStage.stageName),
  });
}

const OPEN = { authorizationType: AuthorizationType.NONE };

function resourcesOf(api: RestApi): IResource[] {
  return api.root.node.findAll().filter((part) => part instanceof ResourceBase);
}

/** The permission names one method of the API; trying a method out in the console is not among them. */
function withPermission(target: IFunction): LambdaIntegration {
  return new LambdaIntegration(target, { allowTestInvoke: false });
}

/** For a function whose own permission covers the method: a permission a method would fill the function's policy, which holds 20 KB. */
function withoutPermission(target: IFunction): AwsIntegration {
  return new AwsIntegration({ proxy: true, service: 'lambda', path: `2015-03-31/functions/${target.functionArn}/invocations` });
}
