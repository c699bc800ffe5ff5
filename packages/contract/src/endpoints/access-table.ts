import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { NoInput, READ_LIMIT } from '../fields.ts';
import { Role } from '../roles.ts';

/** Who may do what, as the gate decides it: `docs/access.md` prints the same. */
export const readAccessTable = endpoint({
  method: 'GET',
  path: '/api/access-table',
  action: 'access-table.read',
  params: NoInput,
  query: NoInput,
  body: NoInput,
  bodyKind: 'none',
  reply: z.object({
    rows: z.array(
      z.object({
        action: z.string(),
        /** For each role, by which relationships; `anyone` needs no session. Empty: never. */
        by: z.partialRecord(Role, z.array(z.string())),
        anyone: z.boolean(),
        shareLink: z.boolean(),
        /** Asks for a proof of the last five minutes. */
        fresh: z.boolean(),
      }),
    ),
  }),
  replyKind: 'json',
  limit: READ_LIMIT,
});
