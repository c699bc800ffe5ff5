export { CareTeamCard } from './care-team-card.tsx';
export { OrganisationsPage } from './organisations-page.tsx';
