export { ConsentPage } from './consent-page.tsx';
export { ConsentsPage } from './consents-page.tsx';
export { InvitePage } from './invite-page.tsx';
export { OfferPage } from './offer-page.tsx';
export { PartList } from './part-list.tsx';
export { surplus, termsFor } from './terms-rules.ts';
export { useTermsWords } from './terms-words.ts';
