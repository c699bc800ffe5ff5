export { CancelRecoveryPage } from './cancel-recovery-page.tsx';
export { LostFactorsPage } from './lost-factors-page.tsx';
