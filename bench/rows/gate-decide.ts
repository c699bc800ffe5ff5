import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { RECORD_KINDS, type GrantKind, type Role } from '../../packages/contract/src/index.ts';
import { SecretKey } from '../../packages/crypto/src/index.ts';
import type { GrantDetail } from '../../packages/server/src/db/schema.ts';
import { grantName } from '../../packages/server/src/db/sealed-columns.ts';
import { ACCESS, decide, type AccessRule } from '../../packages/server/src/gate/access-rules.ts';
import type { Caller } from '../../packages/server/src/gate/credential.ts';
import type { GrantFacts, OpenedGrant } from '../../packages/server/src/gate/grants.ts';
import { termsAllow } from '../../packages/server/src/gate/terms-rules.ts';
import { viewOf } from '../../packages/server/src/gate/views/view.ts';
import { PersonVault } from '../../packages/server/src/vault/person-vault.ts';
import { measure, median } from '../measure.ts';
import type { RowGroup } from '../row.ts';

const NAME = 'gate/decide';
/** What was promised, in µs: not what a machine gives, so it does not move with the machine. */
const PROMISED_US = 50;
const ACTION = 'chart.read';
const RULE: AccessRule = ACCESS[ACTION];

/**
 * Whether a caller with three grants gets in to a chart and what they see of it, from facts in memory: the rows come in
 * the record's own round trip, and the person's key is unlocked (`keys/cache-hit`).
 */
export const gateRows: RowGroup = {
  names: [NAME],
  async run(_wanted, log) {
    log(NAME);
    const { ours } = await measure({ ours: decision() }, { rounds: 15, milliseconds: 200 });
    const times = ours.perSecond.map((perSecond) => 1e6 / perSecond);
    const us = median(times);
    const cpuUs = median(ours.cpuUs);
    return [
      {
        name: NAME,
        unit: 'µs',
        ours: us,
        limit: PROMISED_US,
        peer: null,
        peerName: null,
        ratioToLimit: PROMISED_US / (us ?? Number.NaN),
        ratioToPeer: null,
        cpu: {
          unit: 'CPU-µs/op',
          ours: cpuUs,
          limit: PROMISED_US,
          peer: null,
          ratioToLimit: PROMISED_US / (cpuUs ?? Number.NaN),
          ratioToPeer: null,
        },
        loadAverage: loadavg()[0] ?? 0,
        note: 'decide, open three sealed terms, the terms, the view; limit: the promise',
      },
    ];
  },
};

function decision(): () => unknown {
  const personId = randomUUID();
  const key = SecretKey.generate();
  const chart = new PersonVault(personId, 'chart', new Map([[key.id, key]]), key);
  const kinds: readonly GrantKind[] = ['consent', 'care-team', 'consent'];
  const grants = kinds.map((kind) => newGrant(chart, kind));
  const role: Role = 'provider';
  const caller = newCaller(role);
  const pseudonyms = { idOf: (id: string) => id, shiftDays: 1 };
  return () => {
    const now = new Date();
    const decided = decide({ action: ACTION, caller, personId, now, grants });
    if (decided.kind === 'refused' || decided.relationship === null)
      throw new Error('the gate let nobody in');
    const opened = decided.grants.map((grant): OpenedGrant => {
      const name = grantName(grant.grantId, grant.version);
      return { ...grant, detail: chart.open(name, grant.sealed) };
    });
    const holding = opened.filter(({ detail }) => termsAllow(RULE, detail, now));
    if (holding.length !== kinds.length) throw new Error('the terms let nobody in');
    const { relationship } = decided;
    return viewOf({ relationship, role, grants: holding, pseudonyms, now });
  };
}

function newGrant(chart: PersonVault<'chart'>, kind: GrantKind): GrantFacts {
  const grantId = randomUUID();
  const detail: GrantDetail = {
    label: 'The practice by the river',
    patientLabel: 'Somebody',
    terms: { kinds: [...RECORD_KINDS], sensitivities: ['hiv'], mayWrite: true, mayShare: false },
    proposed: null,
    endsOn: null,
  };
  return {
    patientId: chart.personId,
    grantId,
    kind,
    isOffered: false,
    version: 1,
    validFrom: new Date(0),
    validUntil: null,
    sealed: chart.seal(grantName(grantId, 1), detail),
  };
}

function newCaller(role: Role): Caller {
  return {
    kind: 'person',
    personId: randomUUID(),
    sessionId: randomUUID(),
    role,
    needs: 'nothing',
    methods: ['passkey'],
    provedAt: new Date(),
    deviceId: randomUUID(),
    sessionExpiresAt: new Date(Date.now() + 60_000),
  };
}
