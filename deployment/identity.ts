// Whose account a deployment would go to.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export interface Identity {
  readonly account: string;
  readonly arn: string;
}

const signIn = 'sign in with the AWS CLI or set AWS_PROFILE, then deploy again';

/** Where it cannot be known, `why` says so and what to do, in one sentence. */
export async function identityIn(region: string): Promise<Identity | { readonly why: string }> {
  // It speaks of the Node version that runs this, which is no business of whoever deploys.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const client = new STSClient({ region, maxAttempts: 2 });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === undefined || Arn === undefined) return { why: 'AWS did not say whose credentials these are' };
    return { account: Account, arn: Arn };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { why: reason(error, region) };
  } finally {
    client.destroy();
  }
}

function reason(error: Error, region: string): string {
  if (error.name === 'CredentialsProviderError') return `no AWS credentials were found; ${signIn}`;
  if (answered(error)) return `AWS refused the credentials (${error.name}); ${signIn}`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `AWS could not be reached in ${region} (${code}); look at the network, a proxy and AWS_ENDPOINT_URL`;
}

/** Whether there was an HTTP answer, as the SDK notes on its errors. */
const answered = (error: Error): boolean =>
  '$metadata' in error &&
  typeof error.$metadata === 'object' &&
  error.$metadata !== null &&
  'httpStatusCode' in error.$metadata &&
  typeof error.$metadata.httpStatusCode === 'number';
