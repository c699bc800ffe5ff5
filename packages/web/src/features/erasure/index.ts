export { ErasedPage } from './erased-page.tsx';
export { ErasurePage } from './erasure-page.tsx';
