import { grantName } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from '../vault/index.ts';
import { ACCESS, decide } from './access-rules.ts';
import type { Caller } from './credential.ts';
import type { Gate } from './gate.ts';
import { readHeldGrant, type GrantHolder } from './grants-store.ts';
import { clientPurpose, pseudonymsOf } from './pseudonyms.ts';
import { see, type SealedRecord, type SeenRecord } from './see.ts';
import { termsAllow } from './terms-rules.ts';
import { viewOf, type View } from './views/view.ts';

/** What a link shows that was made under a grant: no more than whoever made it sees. */
export interface GrantedView extends Pick<View, 'mayRead'> {
  readonly see: (records: readonly SealedRecord[]) => Promise<readonly SeenRecord[]>;
}

/** Asked anew with each request, as if the holder asked to share now: nothing that a link's row says is believed. */
export async function grantedView(
  gate: Pick<Gate, 'hashes' | 'now' | 'sealing'>,
  tx: Tx,
  vault: PersonVault,
  grantId: string,
): Promise<GrantedView | undefined> {
  const { personId: patientId } = vault;
  const held = await readHeldGrant(tx, gate.hashes, { patientId, grantId });
  if (held === undefined) return undefined;
  const { holder, ...facts } = held;
  const now = gate.now();
  const caller = asking(holder, now);
  const decision = decide({ action: SHARING, caller, personId: patientId, now, grants: [facts] });
  if (decision.kind === 'refused' || decision.relationship === null) return undefined;
  const detail = vault.open(grantName(grantId, facts.version), facts.sealed);
  if (!termsAllow(ACCESS[SHARING], detail, now)) return undefined;
  const view = viewOf({
    relationship: decision.relationship,
    role: holder.role,
    grants: [{ ...facts, detail }],
    pseudonyms: pseudonymsOf(gate.hashes, clientPurpose(holder.personId), patientId),
    now,
  });
  return { mayRead: view.mayRead, see: (records) => see({ tx, gate, vault, view }, records) };
}

const SHARING = 'share.create';

/** The holder, as fully signed in as can be: it is their relationship that is asked about, not their session. */
function asking({ personId, role }: GrantHolder, now: Date): Caller {
  return {
    kind: 'person',
    personId,
    role,
    sessionId: '',
    deviceId: '',
    needs: 'nothing',
    methods: [],
    provedAt: now,
    sessionExpiresAt: now,
  };
}
