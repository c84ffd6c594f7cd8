// What a role needs of a customer key to use a resource that the key encrypts, as statements of the arrow's permission.
import { capital } from '../../compiler/wording.ts';
import type { Statement } from './build.ts';

/** Services through which a role uses the key; the condition keeps it from using the key for anything else. */
export type KeyUser = 'dynamodb' | 's3' | 'sqs' | 'sns';

interface Key {
  readonly keyArn: string;
}

const reading = ['kms:Decrypt'];
const writing = ['kms:Decrypt', 'kms:GenerateDataKey'];
const tables = ['kms:Decrypt', 'kms:DescribeKey'];

/**
 * Statements for `context.grant(role, [...])`; none where the model has no key: `...keyUse(context.key(), 'dynamodb', 'write', region)`.
 * A table asks for its key whoever reads or writes, so both are the same there. `region` may be a token.
 */
export function keyUse(
  key: Key | undefined,
  by: KeyUser,
  access: 'read' | 'write',
  region: string,
): readonly Statement[] {
  if (key === undefined) return [];
  return [
    {
      sid: `UseKeyFor${capital(by)}`,
      actions: by === 'dynamodb' ? tables : access === 'read' ? reading : writing,
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${by}.${region}.amazonaws.com` } },
    },
  ];
}
