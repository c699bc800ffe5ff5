import { onePatientBundle } from './bundles.ts';
import type { Answer, TestCaller } from './test-caller.ts';
import type { TestServer } from './test-server.ts';

/** As `onePatientBundle` makes them. */
export const BORN = '1980-02-03';

export const WORDS = 'Found unconscious at the station, nobody with her.';

/** A patient whose chart has a Patient of this family name, and a weight. */
export async function patientNamed(
  server: Pick<TestServer, 'signUp'>,
  family: string,
): Promise<TestCaller> {
  const patient = await server.signUp(family);
  const path = `/api/patients/${patient.personId}/imports`;
  const imported = await patient.post(path, onePatientBundle(family));
  if (imported.status !== 200) throw new Error(`${imported.status} ${imported.text}`);
  return patient;
}

/** By the whole name and the birth date. */
export function breakGlass(
  caller: TestCaller,
  family: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const search = { by: 'name-and-birth-date', given: 'Test', family, birthDate: BORN };
  const body = { search, reason: 'life-threatening', words: WORDS, ...more };
  return caller.post('/api/emergency-accesses', body);
}

/** From now on it is so much later for every request; `back` undoes it. */
export function moveClock(server: Pick<TestServer, 'wardkeep'>, ms: number): { back(): void } {
  const { state } = server.wardkeep;
  const { gate } = state;
  if (gate === undefined) throw new Error('the keys are locked');
  state.gate = { ...gate, now: () => new Date(gate.now().getTime() + ms) };
  return {
    back: () => {
      state.gate = gate;
    },
  };
}
