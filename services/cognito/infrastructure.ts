// A user pool with a client for apps that keep no secret, and its arrows to authorisers of endpoints.
import type { BuildContext, Handles, Observed, WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { kebab, pascal, shortened } from '../kit/names.ts';
import type { Settings } from './settings.ts';

/** Needed of the access token: an API that asks for a scope refuses identity tokens. */
const scopes = ['openid'];
const localCallback = 'http://localhost:3000/';
const usualTokenSeconds = 3600;

export function construct(context: BuildContext<Settings>): Handles {
  const { aws_cognito, Aws, CfnOutput, Duration, RemovalPolicy } = cdk();
  const { component, prefix, scope, settings: said, stage } = context;
  const userPool = new aws_cognito.UserPool(scope, 'UserPool', {
    userPoolName: `${prefix}-${component.id}`,
    featurePlan: said.tier === 'essentials' ? aws_cognito.FeaturePlan.ESSENTIALS : aws_cognito.FeaturePlan.LITE,
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    autoVerify: { email: true },
    accountRecovery: aws_cognito.AccountRecovery.EMAIL_ONLY,
    mfa: aws_cognito.Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    deletionProtection: stage.protect,
    removalPolicy: stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const domain = userPool.addDomain('Domain', {
    // Unique within the Region over all accounts.
    cognitoDomain: { domainPrefix: `${shortened(kebab(`${prefix}-${component.id}`), 50)}-${Aws.ACCOUNT_ID}` },
  });
  const tokenValidity = Duration.seconds(Math.round(said.token?.value ?? usualTokenSeconds));
  const client = userPool.addClient('Client', {
    // An app in people's hands cannot keep a secret: it proves itself by PKCE.
    generateSecret: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: scopes.map((scopeName) => aws_cognito.OAuthScope.custom(scopeName)),
      callbackUrls: [...(said.callbacks ?? [localCallback])],
      logoutUrls: [...(said.callbacks ?? [localCallback])],
    },
    supportedIdentityProviders: [aws_cognito.UserPoolClientIdentityProvider.COGNITO],
    accessTokenValidity: tokenValidity,
    idTokenValidity: tokenValidity,
    enableTokenRevocation: true,
    preventUserExistenceErrors: true,
  });
  // Passwords are typed into the pool's own page only.
  if (client.node.defaultChild instanceof aws_cognito.CfnUserPoolClient)
    client.node.defaultChild.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
  const output = (name: string, value: string, description: string): void =>
    new CfnOutput(scope, name, { value, description }).overrideLogicalId(`${pascal(component.id)}${name}`);
  output('ClientId', client.userPoolClientId, 'Client id with which the apps sign people in');
  output('Url', domain.baseUrl(), 'Where the apps send people to sign in');
  acknowledgeAll(context, userPool);
  return { userPool };
}

function acknowledgeAll(
  { acknowledge, settings: said }: BuildContext<Settings>,
  userPool: NonNullable<Handles['userPool']>,
): void {
  acknowledge({
    construct: userPool,
    rule: 'AwsSolutions-COG2',
    reason:
      'People who sign in may add a second factor; to demand one would keep them away, and the routes behind sign-in show no payment data.',
  });
  acknowledge({
    construct: userPool,
    rule: 'AwsSolutions-COG8',
    reason: `The ${said.tier ?? 'lite'} tier is chosen for its cost: threat protection of the Plus tier is paid for each monthly user.`,
  });
}

/** The endpoint's routes that name this component ask here who the caller is. */
export function authorize({ component, of, scope, to }: WireContext<Settings>): void {
  const { api, authorizers } = of(to.id, 'endpoint');
  const providers = [of(component.id, 'userPool').userPoolArn];
  const authorizer = new (cdk().aws_apigateway.CfnAuthorizer)(scope, 'Authorizer', {
    name: component.id,
    restApiId: api.restApiId,
    type: 'COGNITO_USER_POOLS',
    identitySource: 'method.request.header.Authorization',
    providerArns: providers,
  });
  api.latestDeployment?.addToLogicalId({ authorizer: component.id, providers });
  authorizers.set(component.id, { authorizerId: authorizer.ref, scopes });
}

export function observe({ component, own }: BuildContext<Settings>): Observed {
  const { aws_cloudwatch, aws_cognito, Duration } = cdk();
  const userPool = own('userPool');
  const client = userPool.node.tryFindChild('Client');
  const clientId = client instanceof aws_cognito.UserPoolClient ? client.userPoolClientId : '-';
  const metric = (metricName: string) =>
    new aws_cloudwatch.Metric({
      namespace: 'AWS/Cognito',
      metricName,
      dimensionsMap: { UserPool: userPool.userPoolId, UserPoolClient: clientId },
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
  return {
    alarms: [],
    widgets: [
      {
        title: `${component.label}: sign-ins and refusals`,
        metrics: ['SignInSuccesses', 'SignInThrottles'].map(metric),
      },
    ],
  };
}
