export { DependantsPage } from './dependants-page.tsx';
export { GuardiansPage } from './guardians-page.tsx';
export { GuardianshipPage } from './guardianship-page.tsx';
export { HandOverPage } from './hand-over-page.tsx';
