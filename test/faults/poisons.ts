// Chances to records that one of the functions cannot bear, until it is mended.
import type { Chance } from './chance.ts';
import type { FunctionName } from './functions.ts';
import { begin } from './traffic.ts';

export interface Poisons {
  /** Told of every record as it is put. */
  look(sequenceNumber: string): void;
  in(name: FunctionName, payload: string, now: number): boolean;
  end(): void;
}

/** Some records kill one of the functions, until it is mended. */
export function poisoned(chances: Chance): Poisons {
  const share = chances.pick([0, 0.01, 0.04]);
  const mendedAt = begin + chances.int(5, 60) * 60_000;
  const bad: { readonly sequenceNumber: string; readonly name: FunctionName }[] = [];
  let over = false;
  return {
    look: (sequenceNumber) => {
      if (!chances.of(share)) return;
      bad.push({ sequenceNumber, name: chances.pick(['inventoryUpdater', 'liveAnalytics', 'profileBuilder']) });
    },
    in: (name, payload, now) =>
      !over && now < mendedAt && bad.some((one) => one.name === name && payload.includes(one.sequenceNumber)),
    end: () => {
      over = true;
    },
  };
}
