export { EmergencyAccessesCard } from './accesses-card.tsx';
export { EmergencyBanner } from './emergency-banner.tsx';
export { EmergencyNews } from './emergency-news.tsx';
export { EmergencyPage } from './emergency-page.tsx';
export { ReviewsPage } from './reviews-page.tsx';
