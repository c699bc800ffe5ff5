/** A day that was there and is not to come; how old somebody may be is for the server to say. */
export function birthDateFits(birthDate: string, now: Date): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return false;
  const day = new Date(`${birthDate}T00:00:00`);
  return !Number.isNaN(day.getTime()) && day <= now && day.getFullYear() > 1900;
}
