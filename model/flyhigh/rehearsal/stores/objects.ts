// Buckets to the keys below a prefix, and to the objects themselves.

import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

/** @param after a key; only those that come after it. */
export async function keysBelow(
  s3: S3Client,
  bucket: string,
  prefix: string,
  after?: string,
): Promise<readonly string[]> {
  const keys: string[] = [];
  const below = { Bucket: bucket, Prefix: prefix, ...(after === undefined ? {} : { StartAfter: after }) };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, below)) {
    keys.push(...Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
  }
  return keys;
}

export async function bytesOf(s3: S3Client, bucket: string, key: string): Promise<Uint8Array> {
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!body) throw new Error(`${key} has no body`);
  return body.transformToByteArray();
}

/** What was set aside of one record. */
export interface SetAside {
  readonly key: string;
  readonly reason: string;
  readonly stream: string;
  readonly shard: string;
  readonly sequenceNumber: string;
  /** Base64. */
  readonly data: string;
}

export async function rejectedEvents(s3: S3Client, bucket: string): Promise<readonly SetAside[]> {
  const keys = await keysBelow(s3, bucket, 'rejected/');
  return Promise.all(
    keys.map(async (key) => {
      const object: Omit<SetAside, 'key'> = JSON.parse(Buffer.from(await bytesOf(s3, bucket, key)).toString('utf8'));
      return { ...object, key };
    }),
  );
}
