export { PasteLink } from './paste-link.tsx';
export { ShareButton } from './share-button.tsx';
export { ShareDialog } from './share-dialog.tsx';
export {
  EMPTY_SELECTION,
  type RecordReference,
  type ShareSelection,
  hasRecord,
  selectionFits,
  selectionSize,
  withDocuments,
  withRecords,
} from './share-selection.ts';
export { SharedPage } from './shared-page.tsx';
export { SharesPage } from './shares-page.tsx';
export { useShares } from './use-shares.ts';
