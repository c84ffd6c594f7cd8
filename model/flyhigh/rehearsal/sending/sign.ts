// A call to the same call signed as AWS asks it of a principal of IAM.

import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Call } from './http.ts';

export type Signer = (call: Call) => Promise<Call>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function signer(credentials: Credentials, region: string): Signer {
  const signature = new SignatureV4({ credentials, region, service: 'execute-api', sha256: Sha256 });
  return async (call) => {
    const { url, method, body = '' } = call;
    const headers = { ...call.headers, host: url.host };
    const request = new HttpRequest({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      headers,
      body,
    });
    const signed = await signature.sign(request);
    return { ...call, headers: signed.headers };
  };
}
