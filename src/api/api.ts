import { Names, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField, AccessLogFormat, CfnMethod, CognitoUserPoolsAuthorizer, EndpointType, LogGroupLogDestination, MethodDeploymentOptions,
  MethodLoggingLevel, RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { ApiFunctions, ApiFunctionsProps } from './api-functions';
import { addGatewayResponses } from './gateway-responses';
import { addRoutes } from './routes';
import { accept, allStandards } from '../accepted-findings';
import { CALLS } from '../contract/calls';
import { ApiSettings } from '../options/api-options';

export interface ApiProps extends ApiFunctionsProps {
  readonly settings: ApiSettings;
}

const STAGE = 'v1';

const WITHOUT_DETAILS: MethodDeploymentOptions = {
  // Per-method metrics are billed; those of the whole API are free.
  metricsEnabled: false,
  // Execution logs contain headers and bodies, and with them tokens and passwords.
  loggingLevel: MethodLoggingLevel.OFF,
  dataTraceEnabled: false,
};

/** Calls of existing sessions, which a flood of sign-ins must not throttle. */
const SESSION_CALLS = ['/auth/refresh', '/auth/signout'];

/** The REST API: routes, authorization, and API Gateway's own responses. */
export class Api extends Construct {
  public readonly functions: ApiFunctions;
  public readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.functions = new ApiFunctions(this, 'Functions', props);
    this.restApi = this.createRestApi(props);
    const { allowedOrigins } = props.upload;
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [props.identity.userPool] });
    addRoutes(this.restApi, { functions: this.functions, authorizer, allowedOrigins });
    addGatewayResponses(this.restApi, allowedOrigins);
    this.addFirewall(props.settings.webAclArn);
    acceptApiFindings(this.restApi, { hasFirewall: props.settings.webAclArn !== undefined });
  }

  /** Without a trailing slash. */
  public get url(): string {
    return this.restApi.deploymentStage.urlForPath('/').replace(/\/$/, '');
  }

  private createRestApi({ platform, settings }: ApiProps): RestApi {
    const restApi = new RestApi(this, 'RestApi', {
      // API Gateway allows duplicate names, but CloudWatch identifies APIs only by name.
      restApiName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description: 'Accounts, uploads and images',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: settings.cloudWatchRole,
      // The account setting keeps this role when the stack is deleted, and other APIs may log through it.
      ...(settings.cloudWatchRole ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN } : {}),
      deployOptions: {
        stageName: STAGE,
        tracingEnabled: true,
        ...WITHOUT_DETAILS,
        accessLogDestination: new LogGroupLogDestination(platform.createLogGroup(this, 'AccessLogs')),
        accessLogFormat: accessLogFormat(),
        throttlingRateLimit: settings.throttlingRateLimit,
        throttlingBurstLimit: settings.throttlingBurstLimit,
        methodOptions: accountThrottles(settings),
      },
    });
    // The CDK adds an output; the outputs of a stack are the app's choice.
    restApi.node.tryRemoveChild('Endpoint');
    return restApi;
  }

  private addFirewall(webAclArn: string | undefined): void {
    if (webAclArn === undefined) return;
    new CfnWebACLAssociation(this, 'Firewall', { webAclArn, resourceArn: this.restApi.deploymentStage.stageArn });
  }
}

/** Limits of the calls that check a password or a code, or send an e-mail; a stage sets them per method. */
function accountThrottles({ authThrottlingRateLimit, authThrottlingBurstLimit }: ApiSettings): Record<string, MethodDeploymentOptions> {
  const limits = { ...WITHOUT_DETAILS, throttlingRateLimit: authThrottlingRateLimit, throttlingBurstLimit: authThrottlingBurstLimit };
  const calls = CALLS.filter(({ path }) => path.startsWith('/auth/') && !SESSION_CALLS.includes(path));
  return Object.fromEntries(calls.map(({ method, path }) => [`${path}/${method}`, limits]));
}

/** One line of JSON per request, without query, headers and body. */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(JSON.stringify({
    request_id: AccessLogField.contextRequestId(),
    trace_id: AccessLogField.contextXrayTraceId(),
    time: AccessLogField.contextRequestTimeEpoch(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    bytes: AccessLogField.contextResponseLength(),
    milliseconds: AccessLogField.contextResponseLatency(),
    handler_milliseconds: AccessLogField.contextIntegrationLatency(),
    user_id: AccessLogField.contextAuthorizerClaims('sub'),
    source_ip: AccessLogField.contextIdentitySourceIp(),
    error: AccessLogField.contextErrorResponseType(),
  }));
}

/** Accepts cdk-nag findings for the API, its stage and its public methods. */
function acceptApiFindings(api: RestApi, { hasFirewall }: { readonly hasFirewall: boolean }): void {
  const stage = api.deploymentStage;
  accept(api, ['AwsSolutions-APIG2'],
    'The handlers validate every request with the schemas of docs/openapi.json and name the invalid field, which API Gateway does not.');
  accept(stage, ['AwsSolutions-APIG6', ...allStandards('APIGWExecutionLoggingEnabled')],
    'Execution logs contain headers and bodies, and with them tokens and passwords. The access log has a line per request without them.');
  accept(stage, allStandards('APIGWCacheEnabledAndEncrypted'),
    'Responses depend on the caller and change with the image; a cache could return the data of one user to another.');
  accept(stage, allStandards('APIGWSSLEnabled'),
    'A client certificate authenticates API Gateway to an HTTP backend. There is none: Lambda is called by its own API, signed and over TLS.');
  if (!hasFirewall) {
    accept(stage, ['AwsSolutions-APIG3', 'NIST.800.53.R5-APIGWAssociatedWithWAF', 'PCI.DSS.321-APIGWAssociatedWithWAF'],
      'A firewall costs money and needs rules that only your team knows: `api.webAclArn` takes one.');
  }
  const role = api.node.tryFindChild('CloudWatchRole');
  if (role) {
    accept(role, ['AwsSolutions-IAM4'], 'API Gateway requires this policy for the role in its account setting.',
      ['Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs']);
  }
  for (const method of api.node.findAll()) {
    if (method instanceof CfnMethod && method.authorizationType === 'NONE' && method.httpMethod !== 'OPTIONS') acceptOpen(method);
  }
}

/** The invariants test checks that public methods only reach the function without permissions. */
function acceptOpen(method: CfnMethod): void {
  accept(method, ['AwsSolutions-APIG4', 'AwsSolutions-COG4'],
    'It is a call before sign-in or the response to an unknown call; the one function behind them has no AWS permissions.');
}
