import type { Tx } from '../../db/tx.ts';
import { findOwner } from './record-store.ts';

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whose an id is; a Patient is the person, also before anybody has written one. Null for nobody's. */
export async function ownerOfRecord(
  { tx }: { readonly tx: Tx },
  { params }: { readonly params: { readonly type: string; readonly id: string } },
): Promise<string | null> {
  const { type, id } = params;
  if (!UUID.test(id)) return null;
  return type === 'Patient' ? id : findOwner(tx, id);
}
