// Whose account a deployment would go to.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** Undefined where there are no usable credentials; the reason is in `why`. Other faults (no network) throw. */
export async function identityIn(region: string): Promise<Identity | { readonly why: string }> {
  const client = new STSClient({ region, maxAttempts: 2 });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === undefined || Arn === undefined) return { why: 'AWS did not say whose credentials these are' };
    return { account: Account, arn: Arn };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      why:
        error.name === 'CredentialsProviderError'
          ? 'no AWS credentials were found'
          : `AWS refused the credentials (${error.name})`,
    };
  } finally {
    client.destroy();
  }
}
