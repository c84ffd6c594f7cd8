// What services answer to cdk-nag, in the words in which it asks.
import type { Acknowledgement } from '../../services/kit/build.ts';
import { cdk } from '../../services/kit/cdk.ts';

/** Without tokens, whose numbers follow from what was made before. */
export const readable = (answer: Acknowledgement): Acknowledgement =>
  answer.appliesTo === undefined
    ? answer
    : { ...answer, appliesTo: answer.appliesTo.map((id) => resolved(answer, id)) };

/** A service names a resource by its ARN, a token; cdk-nag writes it as "<LogicalId.Arn>". */
export function resolved({ construct }: Acknowledgement, text: string): string {
  return written(cdk().Stack.of(construct).resolve(text));
}

function written(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [entry] = Object.entries(value);
  if (entry === undefined) return '';
  const [key, inner] = entry;
  if (key === 'Ref') return `<${String(inner)}>`;
  if (key === 'Fn::GetAtt' && Array.isArray(inner)) return `<${inner.join('.')}>`;
  if (key === 'Fn::Join' && Array.isArray(inner) && Array.isArray(inner[1]))
    return inner[1].map(written).join(String(inner[0]));
  return JSON.stringify(value);
}
