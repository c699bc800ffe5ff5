import { useLocation } from '@tanstack/react-router';

/** The part of a one-time or share link after `#`, which no server and no proxy has seen. */
export function useHashToken(): string {
  return useLocation({ select: ({ hash }) => hash });
}
