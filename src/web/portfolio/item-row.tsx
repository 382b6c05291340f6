import { lazy, memo, Suspense, useEffect, useRef, type MouseEvent } from 'react'
import IconTagPlus from '@tabler/icons-react/dist/esm/icons/IconTagPlus.mjs'
import type { Column } from '#domain/accounts/profile-contract.ts'
import { addDays, shortDate } from '#domain/plain-date.ts'
import type { ItemRow as Row } from '#domain/portfolio/contract.ts'
import { columnTitle, type UnitWords } from '#domain/portfolio/words.ts'
import { syncWords } from '#web/connections/sync-words.ts'
import { patiently } from '#web/ui/patiently.ts'
import { CELLS, NUMERIC } from './columns.tsx'
import { focusIfLost } from './focus-if-lost.ts'
import styles from './items-table.module.css'
import { LEAST_TAG_WIDTH } from './tags-shown.ts'
import { words } from './words.ts'

const loadTagger = patiently(() => import('./row-tagger.tsx'))
const RowTagger = lazy(loadTagger)

/** A tag that is longer gives way, but never below what can be read. */
const SHORT_TAG = 9

const SyncCell = lazy(patiently(async () => ({ default: (await import('#web/connections/sync-cell.tsx')).SyncCell })))

interface ItemRowProps {
  readonly row: Row
  readonly columns: readonly Column[]
  /** The word over the credits. */
  readonly unit: UnitWords
  readonly selected: boolean
  readonly open: boolean
  readonly tagging: boolean
  readonly lensed: boolean
  /** Whether another portfolio is connected, so that the row says how it stands there. */
  readonly synced: boolean
  readonly today: string | null
  /** How many tags have room in a row. */
  readonly tagsShown: number
  /** The address of the view without a window, to which the item's id is added. */
  readonly address: string
  readonly onSelect: (id: string, on: boolean, range: boolean) => void
  readonly onOpen: (id: string) => void
  readonly onIntent: (id: string) => void
  readonly onTagging: (id: string | null) => void
}

/** One row. Told only what it shows, so that a thousand rows stay quick. */
export const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { row, columns, unit, selected, open, tagging, lensed, synced, today, tagsShown, address, onSelect, onOpen, onIntent, onTagging } =
    props
  const choose = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onOpen(row.id)
  }
  return (
    <tr role="row" className={styles.row} data-selected={selected || undefined} data-open={open || undefined}>
      <td role="cell" className={styles.select}>
        <input
          type="checkbox"
          className={styles.check}
          checked={selected}
          aria-label={words.table.selectOne(row.title)}
          onClick={(event) => onSelect(row.id, event.currentTarget.checked, event.shiftKey)}
          onChange={() => undefined}
        />
      </td>
      {columns.map((column) => {
        if (column === 'title') {
          return (
            <th role="rowheader" scope="row" key={column} className={styles.title} data-column={column}>
              <a
                className={styles.titleLink}
                href={`${address}${address.includes('?') ? '&' : '?'}item=${row.id}`}
                onClick={choose}
                onPointerEnter={() => onIntent(row.id)}
                onFocus={() => onIntent(row.id)}
              >
                {row.title}
              </a>
              {row.binnedAt !== null && today !== null && <span className={styles.daysLeft}>{daysLeft(row.binnedAt, today)}</span>}
            </th>
          )
        }
        return (
          <td
            role="cell"
            key={column}
            data-column={column}
            data-label={columnTitle(column, unit)}
            data-numeric={NUMERIC.has(column) || undefined}
          >
            {column === 'tags' ? (
              <Tags row={row} most={tagsShown} tagging={tagging} onTagging={onTagging} />
            ) : column === 'completed' && row.completedOn === null && row.startedOn !== null && !columns.includes('started') ? (
              <span className={styles.quiet}>{words.table.startedShort(shortDate(row.startedOn))}</span>
            ) : (
              CELLS[column](row, lensed)
            )}
          </td>
        )
      })}
      {synced && (
        <td role="cell" data-column="sync" data-label={syncWords.column}>
          <Suspense fallback={null}>
            <SyncCell item={row} />
          </Suspense>
        </td>
      )}
    </tr>
  )
})

const daysLeft = (binnedAt: string, today: string): string => {
  const last = addDays(binnedAt.slice(0, 10), 30)
  return words.bin.daysLeft(Math.max(0, Math.round((Date.parse(last) - Date.parse(today)) / 86_400_000)))
}

interface TagsProps {
  readonly row: Row
  readonly most: number
  readonly tagging: boolean
  readonly onTagging: (id: string | null) => void
}

function Tags({ row, most, tagging, onTagging }: TagsProps) {
  const shown = row.tags.slice(0, most)
  const hidden = row.tags.length - shown.length
  const cell = useRef<HTMLDivElement>(null)
  const was = useRef(tagging)
  // The button is another element once its window is gone.
  useEffect(() => {
    if (was.current && !tagging) focusIfLost(() => cell.current?.querySelector('button'))
    was.current = tagging
  }, [tagging])
  const button = (
    <button
      type="button"
      className={styles.tagButton}
      aria-label={hidden > 0 ? `${words.table.moreTags(hidden)}, ${words.table.addTagTo(row.title)}` : words.table.addTagTo(row.title)}
      title={
        hidden > 0
          ? row.tags
              .slice(shown.length)
              .map((tag) => tag.label)
              .join(', ')
          : words.table.addTag
      }
      aria-expanded={tagging}
      data-more={hidden > 0 || undefined}
      onPointerEnter={() => void loadTagger()}
      onFocus={() => void loadTagger()}
      onClick={() => onTagging(tagging ? null : row.id)}
    >
      {hidden > 0 ? words.table.moreTags(hidden) : <IconTagPlus size={15} aria-hidden />}
    </button>
  )
  return (
    <div className={styles.tags} ref={cell}>
      {shown.map((tag) => (
        <span
          key={tag.id}
          className={styles.tag}
          data-set={tag.setId !== null || undefined}
          title={tag.label}
          style={tag.label.length > SHORT_TAG ? { flexShrink: tag.label.length - SHORT_TAG, minWidth: LEAST_TAG_WIDTH } : { flexShrink: 0 }}
        >
          {tag.label}
        </span>
      ))}
      {row.binnedAt === null &&
        (tagging ? (
          <Suspense fallback={button}>
            <RowTagger row={row} onClose={() => onTagging(null)}>
              {button}
            </RowTagger>
          </Suspense>
        ) : (
          button
        ))}
    </div>
  )
}
