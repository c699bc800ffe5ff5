import { VisuallyHidden } from '@mantine/core';
import { ROLES, type Role } from '@wardkeep/contract';
import { Fragment, type ReactNode } from 'react';
import { useText } from '../../ui/text.ts';
import classes from './access-table-page.module.css';
import { FreshMark } from './fresh-mark.tsx';
import { type AccessRow, byArea } from './table-rules.ts';
import { useTableWords } from './table-words.ts';

/** All roles side by side; the head stays while the rows pass below it. */
export function WholeTable({ rows }: { readonly rows: readonly AccessRow[] }): ReactNode {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('table.action')}</th>
          {ROLES.map((role) => (
            <th key={role} scope="col">
              {t(`role.${role}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {byArea(rows).map(({ area, rows: ofArea }) => (
          <Fragment key={area}>
            <tr className={classes.area}>
              <th colSpan={ROLES.length + 1} scope="colgroup">
                {t(`area.${area}`)}
              </th>
            </tr>
            {ofArea.map((row) => (
              <Row key={row.action} row={row} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { readonly row: AccessRow }): ReactNode {
  const t = useText();
  const words = useTableWords();
  const open = row.anyone ? 'table.anyone' : 'table.shareLink';
  return (
    <tr>
      <th scope="row">
        <span className={classes.action}>{words.action(row)}</span>
        {row.fresh && <FreshMark />}
        <code className={classes.code}>{row.action}</code>
      </th>
      {row.anyone || row.shareLink ? (
        <td colSpan={ROLES.length}>{t(open)}</td>
      ) : (
        ROLES.map((role) => <Cell key={role} row={row} role={role} />)
      )}
    </tr>
  );
}

function Cell({ row, role }: { readonly row: AccessRow; readonly role: Role }): ReactNode {
  const t = useText();
  const words = useTableWords();
  const ways = row.by[role] ?? [];
  if (ways.length > 0) return <td>{ways.map(words.way).join(', ')}</td>;
  return (
    <td className={classes.never}>
      <span aria-hidden="true">–</span>
      <VisuallyHidden>{t('table.never')}</VisuallyHidden>
    </td>
  );
}
