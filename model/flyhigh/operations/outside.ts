// An error to what lies outside this program, in a sentence with a way out.
import { CannotRun } from './cannot-run.ts';

/** Node gives them to what a program did wrongly, but for those of a connection that did not become a safe one. */
const faultsOfOurs = /^(ERR_(?!TLS_|SSL_)|MODULE_NOT_FOUND$)/;

/** Nothing for a fault of ours. */
export function outside(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof CannotRun) return error.message;
  if (error.name === 'CredentialsProviderError')
    return 'no AWS credentials were found: sign in with the AWS CLI, or set AWS_ENDPOINT_URL to a local AWS (--help tells more)';
  if ('code' in error && typeof error.code === 'string' && !faultsOfOurs.test(error.code)) {
    if ('path' in error)
      return `the copy of the lake cannot be kept here (${error.code}): let TMPDIR name a folder with room`;
    return `AWS could not be reached (${error.code}): look at the network, a proxy, --region and AWS_ENDPOINT_URL`;
  }
  if ('$metadata' in error) return `AWS refused: ${error.name}: ${error.message}`;
  return undefined;
}
