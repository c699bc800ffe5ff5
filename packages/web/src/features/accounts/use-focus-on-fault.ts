import { type RefObject, useEffect } from 'react';

/** Takes whoever sent a form to the first thing that is wrong with it: a field, or else what stands above the fields. */
export function useFocusOnFault(form: RefObject<HTMLElement | null>, faults: unknown): void {
  useEffect(() => {
    if (!faults) return;
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const alert = form.current?.querySelector<HTMLElement>('[role="alert"]');
    if (first) first.focus();
    else alert?.scrollIntoView({ block: 'nearest' });
  }, [form, faults]);
}
