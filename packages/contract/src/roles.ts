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

/** Roles that an administrator invites; patients sign up by themselves. */
export const InvitedRole = z.enum([
  'admin',
  'provider',
  'carer',
  'radiologist',
  'technologist',
  'client',
]);
