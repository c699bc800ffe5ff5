import type { Role } from '@wardkeep/contract';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { useText } from '../../ui/text.ts';
import classes from './access-table-page.module.css';
import { FreshMark } from './fresh-mark.tsx';
import { type AccessRow, byArea, rowsOf } from './table-rules.ts';
import { useTableWords } from './table-words.ts';

interface RoleListsProps {
  readonly rows: readonly AccessRow[];
  readonly role: Role;
}

/** What one role may, area by area; whatever is not there, it never may. */
export function RoleLists({ rows, role }: RoleListsProps): ReactNode {
  const t = useText();
  const words = useTableWords();
  return byArea(rowsOf(rows, role)).map(({ area, rows: ofArea }) => (
    <Card key={area} title={t(`area.${area}`)}>
      <ul className={classes.list}>
        {ofArea.map((row) => (
          <li key={row.action}>
            <span className={classes.action}>{words.action(row)}</span>
            {row.fresh && <FreshMark />}
            <div className={classes.by}>
              {row.anyone ? t('table.anyone') : (row.by[role] ?? []).map(words.way).join(', ')}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  ));
}
