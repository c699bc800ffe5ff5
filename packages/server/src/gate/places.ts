/** Tells countries by address, from a database that is on this machine: nobody is asked. */
export interface Places {
  /** When the database was made; null without one: then no place is ever new. */
  readonly asOf: Date | null;
  /** ISO 3166-1 alpha-2; null for what is in no country, such as a private network. */
  countryOf(address: string | null): string | null;
}
