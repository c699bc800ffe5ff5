import { readDashboard as endpoint } from '@wardkeep/contract';
import { plainRoute, type Route } from '../../gate/index.ts';
import type { AlertParts } from './alert-parts.ts';

export function readDashboard(parts: AlertParts): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { query }) => {
      const { now } = request;
      const body = await request.commit(async (tx) => ({
        ...(await parts.figures(tx, { now, days: query.days })),
        openAlerts: await parts.countOpen(tx),
      }));
      return { body };
    },
  });
}
