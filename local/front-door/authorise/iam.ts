// A request signed with Signature Version 4 to the known caller that signed it.
import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Refusal } from '../gateway-response.ts';
import { type GatewayRequest, grouped, headerOf } from '../http.ts';
import type { Asked, Identity } from './authorise.ts';

export interface Caller {
  readonly secret: string;
  readonly userArn: string;
  /** Arns of methods as a policy's resources have them, with * and ?; absent: all. */
  readonly mayInvoke?: readonly string[];
}

const skewMs = 5 * 60_000;
const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/[^/,\s]+\/[^/,\s]+\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** @param callers by access key */
export function iamAuthoriser(callers: ReadonlyMap<string, Caller>, region: string) {
  // One for each caller, for it keeps the keys that it derives.
  const signers = new Map(
    [...callers].map(([accessKeyId, { secret }]) => [
      accessKeyId,
      new SignatureV4({
        service: 'execute-api',
        region,
        credentials: { accessKeyId, secretAccessKey: secret },
        sha256: Sha256,
        // The hash of the body is signed either way; the header is not the gateway's to add.
        applyChecksum: false,
      }),
    ]),
  );
  return async ({ request, methodArn, nowMs }: Asked): Promise<Identity | { readonly refusal: Refusal }> => {
    const header = headerOf(request, 'Authorization');
    if (header === undefined) return refusal('MISSING_AUTHENTICATION_TOKEN');
    const [, accessKey = '', signedHeaders = '', signature = ''] = authorization.exec(header) ?? [];
    const caller = callers.get(accessKey);
    const signer = signers.get(accessKey);
    if (caller === undefined || signer === undefined)
      return refusal('INVALID_SIGNATURE', 'The security token included in the request is invalid.');
    const signedMs = timeOf(headerOf(request, 'X-Amz-Date'));
    if (signedMs === undefined || Math.abs(nowMs - signedMs) > skewMs)
      return refusal('INVALID_SIGNATURE', 'Signature expired or not yet current.');
    const names = signedHeaders.split(';');
    if (!names.includes('host') || !sameBody(request, names)) return refusal('INVALID_SIGNATURE');
    // Signed for another day, Region or service, it is another signature.
    const expected = await signer.sign(canonical(request, names), {
      signingDate: new Date(signedMs),
      signableHeaders: new Set(names),
    });
    if (!same(signature, authorization.exec(expected.headers.authorization ?? '')?.[3] ?? ''))
      return refusal('INVALID_SIGNATURE');
    if (caller.mayInvoke?.some((pattern) => matches(pattern, methodArn)) === false)
      return refusal(
        'ACCESS_DENIED',
        `User: ${caller.userArn} is not authorized to perform: execute-api:Invoke on resource: ${methodArn}`,
      );
    return { userArn: caller.userArn, accessKey, accountId: caller.userArn.split(':')[4] ?? '' };
  };
}

const refusal = (type: Refusal['type'], message?: string): { readonly refusal: Refusal } => ({
  refusal: { type, ...(message === undefined ? {} : { message }) },
});

/** The signer takes a hash in this header for granted, so it must be the body's. */
function sameBody(request: GatewayRequest, signed: readonly string[]): boolean {
  const said = signed.includes('x-amz-content-sha256') ? headerOf(request, 'X-Amz-Content-Sha256') : undefined;
  return said === undefined || said === createHash('sha256').update(request.body).digest('hex');
}

/** Only what was signed counts; headers that came on the way do not. */
function canonical(request: GatewayRequest, signed: readonly string[]): HttpRequest {
  const headers = grouped(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  return new HttpRequest({
    method: request.method,
    path: request.path,
    query: Object.fromEntries([...grouped(request.query)].map(([name, values]) => [name, [...values]])),
    headers: Object.fromEntries(signed.map((name) => [name, headers.get(name)?.join(',') ?? ''])),
    body: request.body,
  });
}

/** "20261122T100000Z" to milliseconds. */
function timeOf(date: string | undefined): number | undefined {
  const iso = date?.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const ms = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(ms) ? undefined : ms;
}

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** A policy's resource: * is any text, ? any one character. */
const matches = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(arn);
