import { Names, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField, AccessLogFormat, AuthorizationType, CognitoUserPoolsAuthorizer, EndpointType, LambdaIntegration, LogGroupLogDestination,
  MethodLoggingLevel, RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ApiFunctions, ApiFunctionsProps } from './api-functions';
import { preflight } from './cors';
import { addGatewayResponses } from './gateway-responses';
import { ROUTES } from './routes';
import { ApiSettings } from '../options/api-options';

export interface ApiProps extends ApiFunctionsProps {
  readonly userPool: IUserPool;
  readonly settings: ApiSettings;
}

const STAGE = 'v1';

/** The REST API: routes, who may call them, and what API Gateway answers by itself. */
export class Api extends Construct {
  public readonly functions: ApiFunctions;
  public readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.functions = new ApiFunctions(this, 'Functions', props);
    this.restApi = this.createRestApi(props);
    this.addRoutes(props);
    addGatewayResponses(this.restApi, props.upload.allowedOrigins);
  }

  /** Without a slash at the end: paths begin with one. */
  public get url(): string {
    return this.restApi.deploymentStage.urlForPath('/').replace(/\/$/, '');
  }

  private createRestApi({ platform, settings, upload }: ApiProps): RestApi {
    const restApi = new RestApi(this, 'RestApi', {
      // A name need not be unique for API Gateway, but CloudWatch tells APIs apart by nothing else.
      restApiName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description: 'Accounts, uploads and images',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: settings.cloudWatchRole,
      // The account's setting names this role after the stack is gone, and other APIs may log through it.
      ...(settings.cloudWatchRole ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN } : {}),
      defaultCorsPreflightOptions: preflight(upload.allowedOrigins),
      deployOptions: {
        stageName: STAGE,
        tracingEnabled: true,
        // Per-method metrics are billed one by one; those of the whole API are free.
        metricsEnabled: false,
        // Execution logs hold headers and bodies, and so tokens and passwords.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(platform.createLogGroup(this, 'AccessLogs')),
        accessLogFormat: accessLogFormat(),
        throttlingRateLimit: settings.throttlingRateLimit,
        throttlingBurstLimit: settings.throttlingBurstLimit,
      },
    });
    // The CDK adds an output of its own; what a stack puts out is its owner's choice.
    restApi.node.tryRemoveChild('Endpoint');
    return restApi;
  }

  private addRoutes({ userPool }: ApiProps): void {
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [userPool] });
    for (const { method, path, handler, authorized } of ROUTES) {
      // Each permission names one method of the API; trying a method out in the console is not among them.
      const integration = new LambdaIntegration(this.functions.byName[handler].function, { allowTestInvoke: false });
      this.restApi.root.resourceForPath(path).addMethod(method, integration, authorized
        ? { authorizer, authorizationType: AuthorizationType.COGNITO }
        : { authorizationType: AuthorizationType.NONE });
    }
  }
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
