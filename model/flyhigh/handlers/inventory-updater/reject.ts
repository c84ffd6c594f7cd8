// A record that breaks its contract to an object under rejected/, for a person to look at.

import type { PutObjectCommand, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Sender } from '../common/sender.ts';
import type { Malformed } from '../common/stream-record.ts';

export interface RejectedStore {
  readonly client: Sender<PutObjectCommand, PutObjectCommandOutput>;
  readonly bucket: string;
}

/** The key follows from the record's place in the stream: a redelivery writes the same object again. */
export async function setAside({ client, bucket }: RejectedStore, record: Malformed): Promise<void> {
  const { stream, shard, sequenceNumber, reason, data } = record;
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: `rejected/${stream}/${shard}/${sequenceNumber}.json`,
      ContentType: 'application/json',
      Body: JSON.stringify({ reason, stream, shard, sequenceNumber, data }),
    }),
  );
}
