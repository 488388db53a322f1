'use client';

import { clsx } from 'clsx';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { ScrollRegion } from './scroll-region';

export interface Column<T> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: T) => ReactNode;
  /** Makes the column sortable. `undefined` sorts last either way: what is not known is not small. */
  readonly sortValue?: (row: T) => string | number | undefined;
  readonly align?: 'start' | 'end';
  /** The cell that names the row; exactly one column should be it. */
  readonly rowHeader?: boolean;
  readonly className?: string;
}

interface Props<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly initialSort?: { readonly column: string; readonly descending?: boolean };
  /** Enter or click on a row; up and down keys then move between rows. */
  readonly onOpen?: (row: T) => void;
  readonly empty?: ReactNode;
  readonly rowClassName?: (row: T) => string | undefined;
  /** On a surface of its own: where it is the page, not part of a section. */
  readonly framed?: boolean;
}

interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** A table with real headers, sorting, a header that stays in view, and rows that the keyboard can walk. */
export function DataTable<T>(props: Props<T>) {
  const { caption, columns, rows, initialSort, empty } = props;
  const [sort, setSort] = useState<Sort | null>(
    initialSort ? { column: initialSort.column, descending: initialSort.descending ?? false } : null,
  );
  const locale = useLocale();
  const sorted = useMemo(() => sortRows(rows, columns, sort, locale), [rows, columns, sort, locale]);
  if (rows.length === 0 && empty) return empty;
  return (
    <ScrollRegion
      label={caption}
      className={clsx(
        'max-h-[75vh] overflow-auto',
        props.framed && 'rounded-xl border border-line bg-surface px-2.5 pb-1',
      )}
    >
      <table className="w-full border-collapse text-[0.9333rem] [overflow-wrap:normal]">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={props.onOpen ? walkRows : undefined}>
          {sorted.map((row) => (
            <BodyRow key={props.rowKey(row)} row={row} {...props} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function HeadCell<T>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<T>;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
}) {
  const t = useTranslations('ui');
  const active = sort?.column === column.id;
  const direction = active ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const look = clsx(
    'border-b border-line px-2.5 py-1.5 text-[0.8rem] font-medium whitespace-nowrap text-ink-3',
    column.align === 'end' ? 'text-right' : 'text-left',
  );
  if (!column.sortValue) {
    return (
      <th scope="col" className={look}>
        {column.header}
      </th>
    );
  }
  return (
    <th scope="col" className={look} aria-sort={direction ?? 'none'}>
      <button
        type="button"
        className="inline-flex min-h-6 cursor-pointer items-center gap-1 hover:text-ink"
        title={t('sortBy')}
        onClick={() => onSort({ column: column.id, descending: active && !sort.descending })}
      >
        {column.header}
        <span aria-hidden className={active ? 'text-ink' : 'opacity-30'}>
          {direction === 'descending' ? '↓' : '↑'}
        </span>
      </button>
    </th>
  );
}

function BodyRow<T>({ row, columns, onOpen, rowClassName }: Props<T> & { readonly row: T }) {
  return (
    <tr
      className={clsx(
        'border-b border-line last:border-b-0',
        onOpen && 'cursor-pointer hover:bg-sunken/60',
        rowClassName?.(row),
      )}
      {...(onOpen ? { tabIndex: 0, onClick: () => onOpen(row) } : {})}
      onKeyDown={
        onOpen
          ? (event) => {
              if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
            }
          : undefined
      }
    >
      {columns.map((column) => {
        const look = clsx(
          'px-2.5 py-2 align-top',
          column.align === 'end' && 'num text-right whitespace-nowrap',
          column.className,
        );
        return column.rowHeader ? (
          <th key={column.id} scope="row" className={clsx(look, 'text-left font-medium')}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} className={look}>
            {column.cell(row)}
          </td>
        );
      })}
    </tr>
  );
}

/** Up and down move the focus between rows. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as HTMLElement).closest('tr');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

function sortRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sort: Sort | null,
  locale: string,
): readonly T[] {
  const sortValue = columns.find((column) => column.id === sort?.column)?.sortValue;
  if (!sort || !sortValue) return rows;
  const collator = new Intl.Collator(locale, { numeric: true });
  const factor = sort.descending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const a = sortValue(left);
    const b = sortValue(right);
    if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
    if (typeof a === 'number' && typeof b === 'number') return (a - b) * factor;
    return collator.compare(String(a), String(b)) * factor;
  });
}
