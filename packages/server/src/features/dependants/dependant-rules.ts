/**
 * The day on which somebody reaches an age. Born on 29 February, in a year without one: 1 March, so that nobody is of
 * age a day too early. @param birthDate - ISO 8601.
 */
export function dayOfAge(birthDate: string, years: number): string {
  const born = new Date(`${birthDate}T00:00:00Z`);
  // A day that the month does not have is the first of the next one.
  const reached = Date.UTC(born.getUTCFullYear() + years, born.getUTCMonth(), born.getUTCDate());
  return new Date(reached).toISOString().slice(0, 10);
}

export type BirthDateProblem = 'in-the-future' | 'of-age';

/** @param today - ISO 8601, UTC. */
export function birthDateProblem(
  birthDate: string,
  { today, endsAt }: { readonly today: string; readonly endsAt: number },
): BirthDateProblem | undefined {
  if (birthDate > today) return 'in-the-future';
  return dayOfAge(birthDate, endsAt) <= today ? 'of-age' : undefined;
}

export interface HumanName {
  readonly use: 'official';
  readonly text: string;
  readonly family?: string;
  readonly given?: readonly string[];
}

/**
 * A FHIR HumanName: the last word is the family name, with the small words before it (`von der`); a single word is a given
 * name. The whole stays in `text`, since no rule fits every name.
 */
export function humanName(displayName: string): HumanName {
  const text = displayName.trim().replaceAll(/\s+/g, ' ');
  const words = text.split(' ');
  let from = words.length - 1;
  while (from > 1 && isParticle(words[from - 1] ?? '')) from -= 1;
  const given = words.slice(0, Math.max(from, 1));
  const family = words.slice(given.length).join(' ');
  return { use: 'official', text, ...(family === '' ? {} : { family }), given };
}

/** `von`, `de`, `van`: written small, where what is before them is not. */
function isParticle(word: string): boolean {
  return word === word.toLowerCase() && word !== word.toUpperCase();
}
