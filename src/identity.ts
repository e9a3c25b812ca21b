import { Annotations, Duration } from 'aws-cdk-lib';
import {
  AccountRecovery, CfnUserPool, ClientAttributes, IUserPool, IUserPoolClient, UserPool, UserPoolClient, UserPoolClientIdentityProvider,
  UserPoolEmail, UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { accept } from './accepted-findings';
import { checkUserPool } from './bring-your-own/checks';
import { ADMIN_GROUP, PASSWORD_POLICY, PasswordPolicy } from './contract/accounts';
import { fail } from './options/check';
import { Platform } from './platform';

export interface IdentityProps {
  readonly platform: Platform;
  readonly userPool?: IUserPool;
  /** E-mail sender of the new pool. */
  readonly email?: UserPoolEmail;
}

/** Stable: apps acknowledge the warning by it. */
const SENDER_WARNING = 'cdk-image-management-system:cognitoSender';

/** Accounts: a user pool, and the app client of the auth handler. */
export class Identity extends Construct {
  public readonly userPool: IUserPool;
  public readonly client: IUserPoolClient;
  /** Empty for a supplied pool, whose rules are unknown at synth. */
  public readonly passwordPolicy: PasswordPolicy;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    if (props.userPool && props.email) {
      fail('email', 'omitted when userPool is given', 'both', 'set the sender on the supplied pool itself');
    }
    if (props.userPool) checkUserPool(this, props.userPool);
    this.userPool = props.userPool ?? this.createUserPool(props);
    this.passwordPolicy = props.userPool ? {} : PASSWORD_POLICY;
    this.client = this.createClient();
  }

  private createUserPool({ platform, email }: IdentityProps): UserPool {
    const userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      // A changed e-mail address takes effect once it is verified.
      keepOriginal: { email: true },
      email,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: { ...PASSWORD_POLICY, tempPasswordValidity: Duration.days(3) },
      deletionProtection: platform.retains,
      removalPolicy: platform.removalPolicy,
    });
    accept(userPool, ['AwsSolutions-COG2'],
      'The API signs users in with only a password, because a second factor is a step of the app; a supplied `userPool` may offer one.');
    accept(userPool, ['AwsSolutions-COG8'],
      'The Plus plan is billed per user. The API throttles sign-ins and responds the same for every e-mail address; a supplied `userPool` may use the plan.');
    this.warnAboutSender(userPool);
    new UserPoolGroup(this, 'Admins', {
      userPool, groupName: ADMIN_GROUP, description: 'Can read and delete the images of all users',
    });
    return userPool;
  }

  /** Checks the template, not the prop: `UserPoolEmail.withCognito()` uses the same sender. */
  private warnAboutSender(userPool: UserPool): void {
    const { emailConfiguration } = userPool.node.defaultChild as CfnUserPool;
    const { emailSendingAccount } = { ...emailConfiguration } as CfnUserPool.EmailConfigurationProperty;
    if (emailSendingAccount === 'DEVELOPER') return;
    Annotations.of(this).addWarningV2(SENDER_WARNING,
      'Cognito itself sends the codes for sign-ups and forgotten passwords, which is limited to 50 e-mails per day and account; after that, '
      + 'users get no codes. Send with Amazon SES (`email: UserPoolEmail.withSES({ fromEmail: ... })`), or supply a `userPool` that does. '
      + 'If 50 e-mails are enough: '
      + `Annotations.of(images).acknowledgeWarning('${SENDER_WARNING}').`);
  }

  private createClient(): UserPoolClient {
    const email = new ClientAttributes().withStandardAttributes({ email: true });
    return new UserPoolClient(this, 'Client', {
      userPool: this.userPool,
      // Apps call the REST API, not Cognito; a secret in the handler would protect nothing.
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
