import type { Route } from '../../gate/index.ts';
import { bundles } from './batch.ts';
import { capabilities } from './capabilities.ts';
import {
  deleteFound,
  deleteRecord,
  patchFound,
  patchRecord,
  updateFound,
  updateRecord,
} from './change-record.ts';
import { createRecord } from './create-record.ts';
import { withDirectory } from './directory-routes.ts';
import { fhirBase } from './fhir-answers.ts';
import { readEverything } from './read-everything.ts';
import { readRecordVersion, recordHistory } from './read-history.ts';
import { readRecord } from './read-record.ts';
import { findPatients, findPatientsByForm } from './find-patients.ts';
import { searchRecords, searchRecordsByForm } from './search-records.ts';
import { summarisePatient } from './summarise-patient.ts';
import { transaction } from './transaction.ts';
import { validateRecord, validateRecordVersion } from './validate-record.ts';

/** All that a FHIR client finds here, but for AuditEvent. */
export function fhirRoutes(publicUrl: () => string): readonly Route[] {
  const base = (): string => fhirBase(publicUrl);
  const single = [
    createRecord(base),
    readRecord,
    readRecordVersion,
    recordHistory(base),
    updateRecord(base),
    updateFound(base),
    patchRecord(base),
    patchFound(base),
    deleteRecord(base),
    deleteFound(base),
    searchRecords(base),
    searchRecordsByForm(base),
    findPatients(base),
    findPatientsByForm(base),
    readEverything(base),
    summarisePatient,
    validateRecord,
    validateRecordVersion,
  ];
  const served = withDirectory(single, base);
  const all = [bundles(transaction(base), served), ...served];
  return [capabilities(all, base), ...all];
}
