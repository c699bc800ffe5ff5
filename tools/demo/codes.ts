/** The codes that generated charts use, from the public code systems that FHIR R4 names. */

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

const from =
  (system: string) =>
  (code: string, display: string): Coding => ({ system, code, display });
const loinc = from('http://loinc.org');
const snomed = from('http://snomed.info/sct');
const rxnorm = from('http://www.nlm.nih.gov/research/umls/rxnorm');
const cvx = from('http://hl7.org/fhir/sid/cvx');

export const MEASURED = {
  bloodPressure: loinc('85354-9', 'Blood pressure'),
  systolic: loinc('8480-6', 'Systolic blood pressure'),
  diastolic: loinc('8462-4', 'Diastolic blood pressure'),
  heartRate: loinc('8867-4', 'Heart rate'),
  weight: loinc('29463-7', 'Body weight'),
  height: loinc('8302-2', 'Body height'),
  headCircumference: loinc('9843-4', 'Head circumference'),
  hba1c: loinc('4548-4', 'HbA1c'),
  fastingGlucose: loinc('1558-6', 'Fasting glucose'),
  creatinine: loinc('2160-0', 'Creatinine'),
  egfr: loinc('98979-8', 'eGFR (CKD-EPI 2021)'),
  potassium: loinc('2823-3', 'Potassium'),
  urineAlbumin: loinc('9318-7', 'Albumin/creatinine in urine'),
  cholesterol: loinc('2093-3', 'Total cholesterol'),
  ldl: loinc('13457-7', 'LDL cholesterol'),
  hdl: loinc('2085-9', 'HDL cholesterol'),
  triglycerides: loinc('2571-8', 'Triglycerides'),
  haemoglobin: loinc('718-7', 'Haemoglobin'),
  smoking: loinc('72166-2', 'Tobacco smoking status'),
  eyes: snomed('134395001', 'Diabetic retinopathy screening'),
  feet: snomed('401191002', 'Diabetic foot examination'),
  development: snomed('271916004', 'Developmental assessment'),
} as const;

export const FOUND = {
  formerSmoker: snomed('8517006', 'Ex-smoker'),
  diabetes: snomed('44054006', 'Type 2 diabetes mellitus'),
  hypertension: snomed('38341003', 'High blood pressure'),
  hyperlipidaemia: snomed('55822004', 'Hyperlipidaemia'),
  bronchitis: snomed('10509002', 'Acute bronchitis'),
  otitis: snomed('3110003', 'Acute otitis media'),
  gastroenteritis: snomed('25374005', 'Gastroenteritis'),
  hayFever: snomed('367498001', 'Seasonal allergic rhinitis'),
  rash: snomed('271807003', 'Rash'),
  hives: snomed('126485001', 'Hives'),
  vomiting: snomed('422400008', 'Vomiting'),
  cough: snomed('49727002', 'Cough'),
} as const;

export const ALLERGY = {
  penicillin: snomed('91936005', 'Allergy to penicillin'),
  aceInhibitor: snomed('295036000', 'Intolerance to ACE inhibitor'),
  peanut: snomed('91935009', 'Allergy to peanut'),
} as const;

export const MEDICINE = {
  metformin: rxnorm('861007', 'Metformin 500 mg tablet'),
  metforminStrong: rxnorm('861004', 'Metformin 1000 mg tablet'),
  amlodipine: rxnorm('197361', 'Amlodipine 5 mg tablet'),
  losartan: rxnorm('979480', 'Losartan 50 mg tablet'),
  atorvastatin: rxnorm('617310', 'Atorvastatin 20 mg tablet'),
  cetirizine: rxnorm('1014678', 'Cetirizine 10 mg tablet'),
  adrenaline: rxnorm('1870230', 'Adrenaline 0.15 mg auto-injector'),
} as const;

export const VACCINE = {
  influenza: cvx('150', 'Influenza'),
  covid: cvx('300', 'COVID-19'),
  tdap: cvx('115', 'Tetanus, diphtheria, pertussis (Tdap)'),
  pneumococcal: cvx('216', 'Pneumococcal (PCV20)'),
  hepatitisB: cvx('08', 'Hepatitis B'),
  rotavirus: cvx('116', 'Rotavirus'),
  dtap: cvx('20', 'Diphtheria, tetanus, pertussis (DTaP)'),
  hib: cvx('48', 'Haemophilus influenzae b'),
  pcv: cvx('133', 'Pneumococcal (PCV13)'),
  polio: cvx('10', 'Polio (IPV)'),
  mmr: cvx('03', 'Measles, mumps, rubella'),
  varicella: cvx('21', 'Varicella'),
  hepatitisA: cvx('83', 'Hepatitis A'),
} as const;

export const VISIT = {
  checkUp: snomed('185349003', 'Check-up'),
  followUp: snomed('390906007', 'Follow-up visit'),
  wellChild: snomed('410620009', 'Well child visit'),
  urgent: snomed('702927004', 'Urgent care visit'),
} as const;

/** UCUM (https://ucum.org): how it is shown, and its code. */
export const UNIT = {
  mmHg: { unit: 'mmHg', code: 'mm[Hg]' },
  perMinute: { unit: '/min', code: '/min' },
  kg: { unit: 'kg', code: 'kg' },
  cm: { unit: 'cm', code: 'cm' },
  percent: { unit: '%', code: '%' },
  mgPerDl: { unit: 'mg/dL', code: 'mg/dL' },
  mmolPerL: { unit: 'mmol/L', code: 'mmol/L' },
  mlPerMin: { unit: 'mL/min/1.73 m²', code: 'mL/min/{1.73_m2}' },
  mgPerG: { unit: 'mg/g', code: 'mg/g' },
  gPerDl: { unit: 'g/dL', code: 'g/dL' },
} as const;
export type Unit = (typeof UNIT)[keyof typeof UNIT];
