import type { Role } from '../../packages/contract/src/index.ts';
import type { ChartKind } from './generate-chart.ts';

/** Somebody of the demonstration. Every name is obviously made up; `.example` is nobody's (RFC 2606). */
export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly lookAt: string;
}

export const ADMINISTRATOR: DemoPerson = {
  name: 'Demo Administrator',
  email: 'admin@demo.example',
  role: 'admin',
  lookAt: 'people and invitations, the state of keys, database and audit log',
};

/** Join by the administrator's invitation. */
export const STAFF = [
  staff('Demo Administrator Two', 'admin', 'the same, as a second administrator'),
  staff('Demo Provider', 'provider', 'an account of staff: no chart without a relationship'),
  staff('Demo Carer', 'carer', 'the same, as a carer'),
  staff('Demo Radiologist', 'radiologist', 'the same, as a radiologist'),
  staff('Demo Technologist', 'technologist', 'the same, as a technologist'),
  staff('Demo Client', 'client', 'the same, as an insurer or researcher'),
] as const;

function staff<R extends Role>(name: string, role: R, lookAt: string): DemoPerson & { role: R } {
  return { name, email: `${role === 'admin' ? 'admin2' : role}@demo.example`, role, lookAt };
}

export interface DemoPatient extends DemoPerson {
  readonly chart: ChartKind;
}

/** Sign up by themselves. */
export const PATIENTS: readonly DemoPatient[] = [
  patient('One', 'adult', 'a year of blood pressures and results, documents, a share, who looked'),
  patient('Two', 'child', 'growth since birth, vaccinations, a severe allergy'),
  patient('Three', 'small', 'a chart with nearly nothing in it'),
];

function patient(number: string, chart: ChartKind, lookAt: string): DemoPatient {
  const email = `patient.${number.toLowerCase()}@demo.example`;
  return { name: `Demo Patient ${number}`, email, role: 'patient', chart, lookAt };
}
