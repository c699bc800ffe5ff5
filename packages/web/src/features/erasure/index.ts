export { ErasedPage } from './erased-page.tsx';
export { ErasureBanner } from './erasure-banner.tsx';
export { ErasurePage } from './erasure-page.tsx';
