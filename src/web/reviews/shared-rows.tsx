import { Button, Checkbox, Loader, Text, VisuallyHidden } from '@mantine/core'
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Column } from '#domain/accounts/profile-contract.ts'
import { showHundredths } from '#domain/hundredths.ts'
import { shortDate } from '#domain/plain-date.ts'
import { columnTitle, SOURCE_WORDS, STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { partsOfTotal, showAmount } from '#domain/reports/words.ts'
import type { SharedItem, SharedRow, SharedView } from '#domain/reviews/share-contract.ts'
import { wholeLink } from '#domain/portfolio/item.ts'
import { sayFault } from '#web/platform/call.ts'
import { saySize } from '#web/portfolio/say-size.ts'
import styles from './reviews.module.css'
import { readWords as say } from './words.ts'

type View = Pick<SharedView, 'columns' | 'through' | 'rows' | 'comments' | 'agreements'>

/** What was chosen on screen, as facts. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The total and its parts (C6), through the owner's organisation. */
export function SharedTotals({ totals, through }: Pick<SharedView, 'totals' | 'through'>): ReactNode {
  const [all, ...parts] = partsOfTotal(totals, through)
  return (
    <p className={styles['total']} data-testid="shared-total">
      <strong>{showAmount(all.amount, all.unit)}</strong>
      {parts.map(({ name, amount, unit }) => (
        <span key={name} className={styles['quiet']}>
          {name} {showAmount(amount, unit)}
        </span>
      ))}
    </p>
  )
}

interface SharedRowsProps {
  readonly view: View
  /** Reads what there is more of a row. */
  readonly read: (row: SharedRow) => Promise<SharedItem>
  readonly fileAddress?: (row: SharedRow, fileId: string) => string
  /** What stands under an opened row: comments and a field for one. */
  readonly renderUnder?: (row: SharedRow) => ReactNode
  /** The rows chosen to be agreed to; left out where none is chosen. */
  readonly chosen?: ReadonlySet<string>
  readonly onChosen?: (id: string, on: boolean) => void
}

/** Rows as an appraiser reads them. */
export function SharedRows({ view, read, fileAddress, renderUnder, chosen, onChosen }: SharedRowsProps): ReactNode {
  const { columns, through, rows } = view
  const others = columns.filter((column) => column !== 'title')
  const name = (column: Column) => columnTitle(column, through.awards)
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {chosen === undefined ? null : <td />}
          <th scope="col">{name('title')}</th>
          {others.map((column) => (
            <th key={column} scope="col" data-numeric={NUMERIC.has(column) || undefined}>
              {name(column)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            view={view}
            columns={others}
            name={name}
            read={read}
            fileAddress={fileAddress}
            renderUnder={renderUnder}
            chosen={chosen?.has(row.id)}
            onChosen={onChosen}
          />
        ))}
      </tbody>
    </table>
  )
}

const NUMERIC: ReadonlySet<Column> = new Set(['credits', 'impact', 'files'])

interface RowProps {
  readonly row: SharedRow
  readonly view: View
  readonly columns: readonly Column[]
  readonly name: (column: Column) => string
  readonly read: SharedRowsProps['read']
  readonly fileAddress: SharedRowsProps['fileAddress']
  readonly renderUnder: SharedRowsProps['renderUnder']
  readonly chosen: boolean | undefined
  readonly onChosen: SharedRowsProps['onChosen']
}

function Row({ row, view, columns, name, read, fileAddress, renderUnder, chosen, onChosen }: RowProps) {
  const [open, setOpen] = useState(false)
  const comments = view.comments.filter(({ itemId }) => itemId === row.id).length
  const agreed = view.agreements.findLast(({ items }) => items.includes(row.id))
  const opens = row.hasMore || renderUnder !== undefined
  return (
    <>
      <tr>
        {chosen === undefined ? null : (
          <td>
            <Checkbox
              aria-label={say.choose(row.title)}
              checked={chosen}
              onChange={({ currentTarget }) => onChosen?.(row.id, currentTarget.checked)}
            />
          </td>
        )}
        <th scope="row">
          {row.title}
          <span className={styles['marks']}>
            {comments === 0 ? null : <span className={styles['mark']}>{say.hasComments(comments)}</span>}
            {agreed === undefined ? null : (
              <span className={styles['mark']} data-strong>
                {say.agreed}
              </span>
            )}
            {agreed?.changed.includes(row.id) ? (
              <span className={styles['mark']} data-bad>
                {say.changedSince}
              </span>
            ) : null}
          </span>
        </th>
        {columns.map((column) => (
          <td key={column} data-name={name(column)} data-numeric={NUMERIC.has(column) || undefined}>
            {cellOf(column, row, view)}
          </td>
        ))}
        <td data-act>
          {opens ? (
            <Button
              size="compact-sm"
              variant="default"
              aria-expanded={open}
              aria-label={open ? say.lessOf(row.title) : say.moreOf(row.title)}
              onClick={() => setOpen(!open)}
            >
              {open ? say.less : say.more}
            </Button>
          ) : null}
        </td>
      </tr>
      {open ? (
        <tr className={styles['detail']}>
          <td colSpan={columns.length + (chosen === undefined ? 2 : 3)}>
            <div className={styles['opened']}>
              {row.hasMore ? <More row={row} read={read} fileAddress={fileAddress} /> : null}
              {renderUnder?.(row)}
            </div>
          </td>
        </tr>
      ) : null}
    </>
  )
}

function cellOf(column: Column, row: SharedRow, { through }: View): ReactNode {
  switch (column) {
    case 'title':
      return null
    case 'type':
      return row.type ? TYPE_WORDS[row.type] : null
    case 'status':
      return row.status ? STATUS_WORDS[row.status] : null
    case 'tags':
      return row.tags?.map(({ label }) => label).join(', ') || null
    case 'started':
      return row.startedOn ? shortDate(row.startedOn) : null
    case 'completed':
      return row.completedOn ? shortDate(row.completedOn) : null
    case 'credits':
      if (typeof row.awarded === 'number') return showHundredths(row.awarded)
      if (typeof row.personal !== 'number') return null
      return through.organisation === null ? showHundredths(row.personal) : `${showHundredths(row.personal)} (${say.notCounted})`
    case 'impact':
      return typeof row.impact === 'number' ? showHundredths(row.impact) : null
    case 'files':
      return row.files ? String(row.files) : null
    case 'source':
      return row.source ? SOURCE_WORDS[row.source] : null
    case 'link':
      return row.link ? <LinkCell link={row.link} /> : null
  }
}

function LinkCell({ link }: { readonly link: string }) {
  const whole = wholeLink(link, window.location.origin)
  const host = URL.canParse(whole) ? new URL(whole).hostname.replace(/^www\./, '') : ''
  return (
    <a href={whole} target="_blank" rel="noopener noreferrer nofollow">
      <IconExternalLink size={15} aria-hidden /> <VisuallyHidden>{say.opens(host)}</VisuallyHidden>
    </a>
  )
}

/** Read once it is opened: each reading is told to the owner. */
function More({ row, read, fileAddress }: Pick<RowProps, 'row' | 'read' | 'fileAddress'>) {
  const { data: item, error } = useQuery({
    queryKey: ['shared-row', row.id, row.version],
    queryFn: () => read(row),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  if (error !== null)
    return (
      <Text role="alert" size="sm">
        {sayFault(error)}
      </Text>
    )
  if (item === undefined) return <Loader size="sm" role="status" aria-label={say.loading} />
  const texts = [
    [say.notes, item.notes],
    [say.reason, item.personalReason],
    [say.before, item.practiceBefore],
    [say.after, item.practiceAfter],
    [say.changes, item.practiceChanges],
  ].filter(([, text]) => text !== '')
  return (
    <>
      {texts.map(([title, text]) => (
        <section key={title}>
          <h3>{title}</h3>
          <p className={styles['words']}>{text}</p>
        </section>
      ))}
      {item.filled?.sections
        .filter(({ answers }) => answers.length > 0)
        .map((section) => (
          <section key={section.title}>
            <h3>{section.title}</h3>
            {section.answers.map(({ label, lines }) => (
              <div key={label}>
                <h4>{label}</h4>
                <p className={styles['words']}>{lines.join('\n')}</p>
              </div>
            ))}
          </section>
        ))}
      {item.files.length === 0 ? null : (
        <section>
          <h3>{say.files}</h3>
          <ul className={styles['said']}>
            {item.files.map((file) => (
              <li key={file.id}>
                {fileAddress === undefined ? (
                  file.name
                ) : (
                  <a href={fileAddress(row, file.id)} download={file.name}>
                    {file.name}
                  </a>
                )}{' '}
                <span className={styles['quiet']}>{saySize(file.sizeBytes)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
