import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { DeviceDetail } from '../../db/schema.ts';
import { deviceName, sessionName } from '../../db/sealed-columns.ts';
import type { Tx } from '../../db/tx.ts';
import type { PersonVault } from '../../vault/index.ts';
import { browserWords } from './browser-words.ts';
import {
  deleteOldDevices,
  insertDevice,
  readDevices,
  touchDevice,
  writeDevice,
} from './device-store.ts';
import { judgePlace, type PlaceVerdict } from './place-rules.ts';
import { readLastSeen } from './session-store.ts';
import type { SessionParts } from './start-session.ts';

/** As long as its cookie lives. */
const FORGOTTEN_MS = 400 * 24 * 60 * 60_000;
/** A program that keeps no cookies is a new device each time; those unseen the longest make room. */
const MOST_DEVICES = 100;

export interface RecognisedDevice {
  readonly deviceId: string;
  /** As its owner named it, or what its browser says of itself. */
  readonly name: string;
  /** For the cookie of a browser that was not here before. */
  readonly newToken: string | undefined;
  /** Not here before, while others of this account were. */
  readonly isNew: boolean;
  readonly country: string | null;
  readonly place: PlaceVerdict;
}

/** The device that the cookie tells, or a new one; with the country that it is in now. */
export async function recogniseDevice(
  parts: SessionParts,
  tx: Tx,
  vault: PersonVault<'account'>,
): Promise<RecognisedDevice> {
  const { now } = parts;
  const country = parts.gate.places.countryOf(parts.client.address);
  const known = await knownDevice(parts, tx, vault);
  const before = await devicesBefore(parts, tx, vault);
  const place = judgePlace({
    country,
    ofDevice: known?.detail.countries,
    ofAccount: before?.flatMap(({ countries }) => countries),
    last: await lastSeen(parts, tx, vault),
  });
  const seen = known ?? newDevice(parts);
  const detail = withCountry(seen.detail, country);
  const name = detail.name ?? detail.browser;
  const { deviceId, token: newToken } = seen;
  const sealed = vault.seal(deviceName(deviceId), detail);
  if (newToken !== undefined) {
    const tokenHash = parts.gate.hashes.deviceToken(vault.personId, newToken);
    await insertDevice(tx, { deviceId, personId: vault.personId, tokenHash, sealed, now });
  } else if (detail !== seen.detail) await writeDevice(tx, { deviceId, sealed });
  const isNew = known === undefined && before !== undefined;
  return { deviceId, name, newToken, isNew, country, place };
}

interface SeenDevice {
  readonly deviceId: string;
  readonly detail: DeviceDetail;
  /** Of a device that gets its cookie with this answer. */
  readonly token: string | undefined;
}

async function knownDevice(
  { client, gate, now }: SessionParts,
  tx: Tx,
  vault: PersonVault<'account'>,
): Promise<SeenDevice | undefined> {
  const token = client.deviceToken;
  if (token === undefined) return undefined;
  const { personId } = vault;
  const tokenHash = gate.hashes.deviceToken(personId, token);
  const found = await touchDevice(tx, { personId, tokenHash, now });
  if (found === undefined) return undefined;
  const { deviceId, sealed } = found;
  return { deviceId, detail: vault.open(deviceName(deviceId), sealed), token: undefined };
}

/** Every device of the account, once those are forgotten that were not seen for too long; undefined before the first. */
async function devicesBefore(
  { now }: SessionParts,
  tx: Tx,
  vault: PersonVault<'account'>,
): Promise<readonly DeviceDetail[] | undefined> {
  const { personId } = vault;
  const devices = await readDevices(tx, personId);
  if (devices.length === 0) return undefined;
  const seenBefore = new Date(now.getTime() - FORGOTTEN_MS);
  await deleteOldDevices(tx, { personId, seenBefore, most: MOST_DEVICES - 1, now });
  return devices.map(({ deviceId, sealed }) => vault.open(deviceName(deviceId), sealed));
}

/** Rows that are looked at for the newest that is ours: one that was moved here in the database stands in nobody's way. */
const LOOKED_AT = 5;

async function lastSeen({ gate, now }: SessionParts, tx: Tx, vault: PersonVault<'account'>) {
  const { personId } = vault;
  const rows = await readLastSeen(tx, personId, LOOKED_AT);
  const last = rows.find((row) => {
    const right = gate.hashes.session({ ...row, personId });
    return right.length === row.mac.length && timingSafeEqual(right, row.mac);
  });
  if (last === undefined) return undefined;
  const { country } = vault.open(sessionName(last.sessionId), last.sealed);
  return { country, seenMsAgo: now.getTime() - last.lastSeenAt.getTime() };
}

function newDevice({ client }: SessionParts): SeenDevice {
  return {
    deviceId: randomUUID(),
    detail: { name: null, browser: browserWords(client.userAgent), countries: [] },
    token: randomBytes(32).toString('base64url'),
  };
}

function withCountry(detail: DeviceDetail, country: string | null): DeviceDetail {
  if (country === null || detail.countries.includes(country)) return detail;
  return { ...detail, countries: [...detail.countries, country] };
}
