/** What new hashes are made with, by settings. */
export interface HashSettings {
  readonly kind: 'bcrypt' | 'argon2id';
  /** Base 2 logarithm of its rounds: 12 is about a fifth of a second. */
  readonly bcryptCost: number;
}

/** RFC 9106, with what ASVS 5.0 (11.4.2) asks for at least: memory in KiB, passes, lanes. */
export const ARGON2ID = { memoryCost: 47_104, timeCost: 1, parallelism: 1, outputLen: 32 } as const;

export type HashParameters =
  | { readonly kind: 'bcrypt'; readonly cost: number }
  | {
      readonly kind: 'argon2id';
      readonly memoryCost: number;
      readonly timeCost: number;
      readonly parallelism: number;
    };

/** What a stored hash was made with, from the hash itself; undefined for what is none of ours. */
export function readHash(stored: string): HashParameters | undefined {
  const [, cost] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(stored) ?? [];
  if (cost !== undefined) return { kind: 'bcrypt', cost: Number(cost) };
  // PHC string format.
  const [, memory, passes, lanes] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[+/A-Za-z0-9]+\$[+/A-Za-z0-9]+$/.exec(stored) ??
    [];
  if (memory === undefined) return undefined;
  return {
    kind: 'argon2id',
    memoryCost: Number(memory),
    timeCost: Number(passes),
    parallelism: Number(lanes),
  };
}

/** Whether the settings have moved on: another kind, or less work than they ask for now. */
export function needsRehash(stored: string, settings: HashSettings): boolean {
  const made = readHash(stored);
  if (made?.kind !== settings.kind) return true;
  if (made.kind === 'bcrypt') return made.cost < settings.bcryptCost;
  return made.memoryCost < ARGON2ID.memoryCost || made.timeCost < ARGON2ID.timeCost;
}
