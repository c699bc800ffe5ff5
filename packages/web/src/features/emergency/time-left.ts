/** How long an access still is open. */
export interface TimeLeft {
  /** Rounded up: as long as a second is left, a minute is. For ears, which hear each of them once. */
  readonly minutes: number;
  /** `59:07`, for eyes. */
  readonly clock: string;
  readonly isOver: boolean;
}

export function timeLeft(until: string, now: Date): TimeLeft {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / 1000));
  const rest = `${seconds % 60}`.padStart(2, '0');
  return {
    minutes: Math.ceil(seconds / 60),
    clock: `${Math.floor(seconds / 60)}:${rest}`,
    isOver: seconds === 0,
  };
}
