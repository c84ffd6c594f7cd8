// An error to what lies outside this program, in a sentence with a way out.
import { CannotRun } from './cannot-run.ts';

/** Nothing for a fault of ours. */
export function outside(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof CannotRun) return error.message;
  if (error.name === 'CredentialsProviderError')
    return 'no AWS credentials were found: sign in with the AWS CLI, or set AWS_ENDPOINT_URL to a local AWS (--help tells more)';
  if ('code' in error && typeof error.code === 'string') {
    if ('path' in error)
      return `the copy of the lake cannot be kept here (${error.code}): let TMPDIR name a folder with room`;
    return `AWS could not be reached (${error.code}): look at the network, a proxy, --region and AWS_ENDPOINT_URL`;
  }
  if ('$metadata' in error) return `AWS refused: ${error.name}: ${error.message}`;
  return undefined;
}
