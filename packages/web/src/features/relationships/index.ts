export { ChartBanner } from './chart-banner.tsx';
export { ChartGate } from './chart-gate.tsx';
export { EndedPage } from './ended-page.tsx';
export { PeoplePage } from './people-page.tsx';
export { PeopleTabs } from './people-tabs.tsx';
export { RELATIONSHIPS_KEY, useRelationships } from './relationship-query.ts';
export { relationshipName } from './relationship-words.ts';
