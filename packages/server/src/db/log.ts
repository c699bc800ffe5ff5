/** What the database platform needs of a logger; pino's has this shape. Details hold no row value. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
