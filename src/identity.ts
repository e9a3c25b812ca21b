import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery, ClientAttributes, IUserPool, IUserPoolClient, UserPool, UserPoolClient, UserPoolClientIdentityProvider, UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ADMIN_GROUP } from './contract/accounts';
import { Platform } from './platform';

export interface IdentityProps {
  readonly platform: Platform;
  readonly userPool?: IUserPool;
}

/** Accounts: a user pool, and the client that the auth handler speaks through. */
export class Identity extends Construct {
  public readonly userPool: IUserPool;
  public readonly client: IUserPoolClient;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    this.userPool = props.userPool ?? this.createUserPool(props.platform);
    this.client = this.createClient();
  }

  private createUserPool({ removalPolicy, retains }: Platform): UserPool {
    const userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // A new address counts once it is verified; until then the old one stays.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 8,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: retains,
      removalPolicy,
    });
    new UserPoolGroup(this, 'Admins', {
      userPool, groupName: ADMIN_GROUP, description: 'May read and delete the images of every user',
    });
    return userPool;
  }

  private createClient(): UserPoolClient {
    const email = new ClientAttributes().withStandardAttributes({ email: true });
    return new UserPoolClient(this, 'Client', {
      userPool: this.userPool,
      // Apps call the REST API, not Cognito; a secret in the handler would guard nothing.
      generateSecret: false,
      authFlows: { userPassword: true },
      disableOAuth: true,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      readAttributes: email.withStandardAttributes({ email: true, emailVerified: true }),
      writeAttributes: email,
    });
  }
}
