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
  lookAt: 'people, organisations, emergency reviews, the access table, the state of keys and log',
};

/** Join by the administrator's invitation. */
export const STAFF = [
  staff('Demo Administrator Two', 'admin', 'the same, as a second administrator'),
  staff(
    'Demo Provider',
    'provider',
    'the chart of Patient One, with a care team; emergency access',
  ),
  staff('Demo Carer', 'carer', 'medicines, allergies and plans of Patient One, to read and add to'),
  staff('Demo Radiologist', 'radiologist', 'the same chart, as a colleague in the care team'),
  staff('Demo Technologist', 'technologist', 'the same, with less of who it is'),
  staff('Demo Client', 'client', 'Patient One under a pseudonym, and the export without names'),
] as const;

function staff<R extends Role>(name: string, role: R, lookAt: string): DemoPerson & { role: R } {
  return { name, email: `${role === 'admin' ? 'admin2' : role}@demo.example`, role, lookAt };
}

export interface DemoPatient extends DemoPerson {
  readonly chart: ChartKind;
}

/** As a chart has it, and as an emergency search wants it, letter by letter. */
export interface ChartOwner {
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
}

/** Sign up by themselves. */
export const PATIENTS: readonly DemoPatient[] = [
  patient('One', 'adult', 'a year of blood pressures and results, documents, a share, who looked'),
  patient('Three', 'small', 'a chart with nearly nothing in it, and that of a child'),
];

/** Has a chart and no account: the last patient looks after her. Her name is that of her chart. */
export const CHILD = { name: 'Demo Patient Two', chart: 'child' } as const;

function patient(number: string, chart: ChartKind, lookAt: string): DemoPatient {
  const email = `patient.${number.toLowerCase()}@demo.example`;
  return { name: `Demo Patient ${number}`, email, role: 'patient', chart, lookAt };
}
