import type { ClientBase } from 'pg';

import { DatabaseError } from './database-error.ts';

const oldestVersion = 150_000;

/**
 * Reads what the server promises and returns its version (180004 is 18.4).
 * @throws {@link DatabaseError} `too_old` or `unsuitable`.
 */
export async function assertSuitable(client: ClientBase): Promise<number> {
  const { rows } = await client.query<ServerSettings>(
    `select current_setting('server_version_num')::int as version,
      current_setting('synchronous_commit') as synchronous_commit,
      current_setting('server_encoding') as server_encoding,
      current_setting('DateStyle') as date_style`,
  );
  const [settings] = rows;
  if (settings === undefined) throw new DatabaseError('unsuitable', 'the server tells no version');
  return suitableVersion(settings);
}

export interface ServerSettings {
  readonly version: number;
  readonly synchronous_commit: string;
  readonly server_encoding: string;
  readonly date_style: string;
}

/** @throws {@link DatabaseError} `too_old` or `unsuitable`. */
export function suitableVersion(settings: ServerSettings): number {
  if (settings.version < oldestVersion) {
    const major = Math.floor(settings.version / 10_000);
    throw new DatabaseError('too_old', `PostgreSQL ${major} is too old: 15 or later is needed`);
  }
  if (settings.synchronous_commit === 'off') {
    throw unsuitable('synchronous_commit is off: an acknowledged write could be lost');
  }
  if (settings.server_encoding !== 'UTF8') {
    throw unsuitable(`the database's encoding is ${settings.server_encoding}, not UTF8`);
  }
  if (!settings.date_style.startsWith('ISO')) {
    throw unsuitable(`DateStyle is ${settings.date_style}, not ISO`);
  }
  return settings.version;
}

function unsuitable(message: string): DatabaseError {
  return new DatabaseError('unsuitable', message);
}
