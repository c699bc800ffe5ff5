import { useSearch } from '@tanstack/react-router';

/** Where somebody wanted to go before they were asked who they are, for the other pages of the way in. */
export function useBack(): { readonly back?: string } {
  const { back } = useSearch({ strict: false });
  return back === undefined ? {} : { back };
}
