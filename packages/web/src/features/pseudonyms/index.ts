export { ReidentificationPage } from './reidentification-page.tsx';
