import { PersonId, listAlerts as endpoint, type Alert } from '@wardkeep/contract';
import { plainRoute, type Named, type Route } from '../../gate/index.ts';
import type { AlertParts, ListedAlert } from './alert-parts.ts';

type Names = ReadonlyMap<string, Named>;

export function listAlerts(parts: AlertParts): Route {
  return plainRoute({
    endpoint,
    handle: async (request) => {
      const body = await request.commit(async (tx, _caller, event) => {
        const listed = await parts.list(tx, request.gate);
        const names = await event.names(listed.flatMap(peopleOf));
        const open = await parts.countOpen(tx);
        return { alerts: listed.map((alert) => describe(alert, names)), open };
      });
      return { body };
    },
  });
}

function peopleOf({ detail, acknowledgedBy }: ListedAlert): readonly string[] {
  return [detail?.personId, acknowledgedBy].filter((id) => typeof id === 'string');
}

function describe({ detail, ...alert }: ListedAlert, names: Names): Alert {
  const { acknowledgedAt, acknowledgedBy } = alert;
  return {
    alertId: alert.alertId,
    rule: alert.rule,
    severity: alert.severity,
    firstAt: alert.firstAt.toISOString(),
    lastAt: alert.lastAt.toISOString(),
    count: alert.count,
    about: aboutOf(detail, names),
    eventIds: [...(detail?.eventIds ?? [])],
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: acknowledgedBy === null ? null : named(acknowledgedBy, names),
    words: detail?.words ?? null,
  };
}

function aboutOf(detail: ListedAlert['detail'], names: Names): Alert['about'] {
  const { personId = null, address = null } = detail ?? {};
  if (personId === null && address === null) return null;
  return { person: personId === null ? null : named(personId, names), address };
}

/** A patient has no name here: an administrator finds them by their id. */
function named(id: string, names: Names) {
  const { role, displayName = null } = names.get(id) ?? {};
  return { personId: PersonId.parse(id), displayName: role === 'patient' ? null : displayName };
}
