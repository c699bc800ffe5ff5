import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type Erasure,
  cancelErasure,
  confirmErasure,
  readErasure,
  readErasureCertificate,
  requestErasure,
} from '@wardkeep/contract';
import { ACCOUNT_KEY, SIGN_OUT_KEY, useClient, usePatientId } from '../sessions/index.ts';

const ERASURE_KEY = ['erasure'] as const;

export function useErasure() {
  const client = useClient();
  const patientId = usePatientId();
  return useQuery({
    queryKey: ERASURE_KEY,
    enabled: patientId !== undefined,
    staleTime: 0,
    queryFn: ({ signal }) =>
      client.call(readErasure, { params: { patientId: patientId ?? '' }, signal }),
  });
}

/** The step that begins the waiting time, and the one that keeps the data: either way the pages know at once. */
export function useErasureStep(step: 'request' | 'cancel') {
  const client = useClient();
  const patientId = usePatientId();
  const queries = useQueryClient();
  const params = { patientId: patientId ?? '' };
  return useMutation({
    mutationFn: () =>
      step === 'request'
        ? client.call(requestErasure, { params, body: {} })
        : client.call(cancelErasure, { params }),
    onSuccess: (erasure: Erasure) => {
      queries.setQueryData(ERASURE_KEY, erasure);
      return queries.invalidateQueries({ queryKey: ACCOUNT_KEY });
    },
  });
}

/** The last step. The session ends with it, here as on the server; what remains is the link to the certificate. */
export function useConfirmErasure(onConfirmed: (token: string) => void) {
  const client = useClient();
  const patientId = usePatientId();
  const queries = useQueryClient();
  return useMutation({
    mutationKey: SIGN_OUT_KEY,
    mutationFn: async (password: string) => {
      const { certificateLink } = await client.call(confirmErasure, {
        params: { patientId: patientId ?? '' },
        body: { confirmation: 'erase', password },
      });
      return new URL(certificateLink).hash.slice(1);
    },
    onSuccess: (token) => {
      queries.clear();
      queries.setQueryData(ACCOUNT_KEY, null);
      onConfirmed(token);
    },
  });
}

const FIRST_ASKED_AGAIN_MS = 1_500;
const ASKED_AGAIN_MS = 5_000;
const QUICK_TRIES = 4;

/** Asks until the certificate is there: soon at first, then now and then. */
export function useCertificate(token: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['erasure-certificate', token],
    enabled: token !== '',
    staleTime: 0,
    queryFn: ({ signal }) =>
      client.call(readErasureCertificate, { params: { token }, signal, isBackground: true }),
    refetchInterval: ({ state: { data, dataUpdateCount } }) => {
      if (data === undefined || data.certificate !== null) return false;
      return dataUpdateCount < QUICK_TRIES ? FIRST_ASKED_AGAIN_MS : ASKED_AGAIN_MS;
    },
  });
}
