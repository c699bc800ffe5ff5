import { type ReactNode, useMemo } from 'react';
import { encode } from 'uqr';
import classes from './qr-code.module.css';

interface QrCodeProps {
  readonly value: string;
  /** Says what a camera would find. */
  readonly label: string;
}

/** Dark on white in every colour scheme: cameras and paper need it so. */
export function QrCode({ value, label }: QrCodeProps): ReactNode {
  const { size, path } = useMemo(() => drawing(value), [value]);
  return (
    <svg
      className={classes.code}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#12211f" />
    </svg>
  );
}

/** The quiet zone is the four modules that ISO/IEC 18004 asks for. */
function drawing(value: string): { size: number; path: string } {
  const { size, data } = encode(value, { ecc: 'M', border: 4 });
  const squares = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return { size, path: squares.join('') };
}
