import { Names, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField, AccessLogFormat, CognitoUserPoolsAuthorizer, EndpointType, LogGroupLogDestination, MethodDeploymentOptions,
  MethodLoggingLevel, RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { acceptApiFindings } from './accepted-api-findings';
import { ApiFunctions, ApiFunctionsProps } from './api-functions';
import { addGatewayResponses } from './gateway-responses';
import { addRoutes } from './routes';
import { CALLS } from '../contract/calls';
import { ApiSettings } from '../options/api-options';

export interface ApiProps extends ApiFunctionsProps {
  readonly userPool: IUserPool;
  readonly settings: ApiSettings;
}

const STAGE = 'v1';

const WITHOUT_DETAILS: MethodDeploymentOptions = {
  // Per-method metrics are billed one by one; those of the whole API are free.
  metricsEnabled: false,
  // Execution logs hold headers and bodies, and so tokens and passwords.
  loggingLevel: MethodLoggingLevel.OFF,
  dataTraceEnabled: false,
};

/** Calls that prove a session that exists: whoever floods sign-ins should not keep signed-in users from renewing theirs. */
const SESSION_CALLS = ['/auth/refresh', '/auth/signout'];

/** The REST API: routes, who may call them, and what API Gateway answers by itself. */
export class Api extends Construct {
  public readonly functions: ApiFunctions;
  public readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.functions = new ApiFunctions(this, 'Functions', props);
    this.restApi = this.createRestApi(props);
    const { allowedOrigins } = props.upload;
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [props.userPool] });
    addRoutes(this.restApi, { functions: this.functions, authorizer, allowedOrigins });
    addGatewayResponses(this.restApi, allowedOrigins);
    this.addFirewall(props.settings.webAclArn);
    acceptApiFindings(this.restApi, { hasFirewall: props.settings.webAclArn !== undefined });
  }

  /** Without a slash at the end: paths begin with one. */
  public get url(): string {
    return this.restApi.deploymentStage.urlForPath('/').replace(/\/$/, '');
  }

  private createRestApi({ platform, settings }: ApiProps): RestApi {
    const restApi = new RestApi(this, 'RestApi', {
      // A name need not be unique for API Gateway, but CloudWatch tells APIs apart by nothing else.
      restApiName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description: 'Accounts, uploads and images',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: settings.cloudWatchRole,
      // The account's setting names this role after the stack is gone, and other APIs may log through it.
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
    // The CDK adds an output of its own; what a stack puts out is its owner's choice.
    restApi.node.tryRemoveChild('Endpoint');
    return restApi;
  }

  private addFirewall(webAclArn: string | undefined): void {
    if (webAclArn === undefined) return;
    new CfnWebACLAssociation(this, 'Firewall', { webAclArn, resourceArn: this.restApi.deploymentStage.stageArn });
  }
}

/** Limits of the calls that guess a password or a code, or have a mail sent; a stage takes them method by method. */
function accountThrottles({ authThrottlingRateLimit, authThrottlingBurstLimit }: ApiSettings): Record<string, MethodDeploymentOptions> {
  const limits = { ...WITHOUT_DETAILS, throttlingRateLimit: authThrottlingRateLimit, throttlingBurstLimit: authThrottlingBurstLimit };
  const calls = CALLS.filter(({ path }) => path.startsWith('/auth/') && !SESSION_CALLS.includes(path));
  return Object.fromEntries(calls.map(({ method, path }) => [`${path}/${method}`, limits]));
}

/** One line of JSON for a request, without its query, headers and body. */
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
