import { z } from 'zod';

/** The seven roles of A1. A role never opens a chart by itself: a relationship does. */
export const ROLES = [
  'admin',
  'provider',
  'carer',
  'patient',
  'radiologist',
  'technologist',
  'client',
] as const;

export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Whoever works here: a second factor is required before anything personal opens. */
export function isStaff(role: Role): boolean {
  return role !== 'patient';
}
