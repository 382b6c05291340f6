import { Link } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { shortDate } from '#domain/plain-date.ts'
import { sayFigure } from '#domain/hundredths.ts'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import { isOurs } from './columns.tsx'
import { homeWords } from './home-words.ts'
import styles from './home-page.module.css'
import { StatusMark } from './status-mark.tsx'

interface RowsProps {
  readonly rows: readonly ItemRow[]
  readonly onOpen: (id: string) => void
}

/** What is in progress, last changed first; a module opens where it can be gone on with (P15). */
export function GoOnWith({ rows, onOpen }: RowsProps) {
  return (
    <section className={styles.card} aria-labelledby="home-going">
      <div className={styles.cardHead}>
        <h2 id="home-going">{homeWords.going.title}</h2>
      </div>
      {rows.length === 0 ? (
        <p className={styles.quiet}>{homeWords.going.none}</p>
      ) : (
        <ul className={styles.lines}>
          {rows.map((row) => (
            <li key={row.id}>
              {isOurs(row.link) ? (
                <Link className={styles.itemLink} to={row.link}>
                  {row.title}
                </Link>
              ) : (
                <ItemLink row={row} onOpen={onOpen} />
              )}
              <span className={styles.quiet}>
                {[
                  row.type === null ? [] : TYPE_WORDS[row.type],
                  row.startedOn === null ? [] : homeWords.going.started(shortDate(row.startedOn)),
                ]
                  .flat()
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The newest rows of the portfolio. */
export function Recent({ rows, onOpen }: RowsProps) {
  return (
    <section className={styles.card} aria-labelledby="home-recent">
      <div className={styles.cardHead}>
        <h2 id="home-recent">{homeWords.recent.title}</h2>
        <Link to="/portfolio">{homeWords.recent.all}</Link>
      </div>
      <ul className={styles.lines}>
        {rows.map((row) => (
          <li key={row.id} className={styles.recent}>
            <div>
              <ItemLink row={row} onOpen={onOpen} />
              <span className={styles.meta}>
                <StatusMark status={row.status} />
                <time dateTime={row.learnedOn}>{shortDate(row.learnedOn)}</time>
              </span>
            </div>
            <span className={styles.amount}>{amountOf(row)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const amountOf = ({ awarded, personal }: ItemRow): string => {
  const amount = awarded ?? personal
  return amount === null ? '' : sayFigure(amount)
}

function ItemLink({ row, onOpen }: { readonly row: ItemRow; readonly onOpen: (id: string) => void }) {
  const choose = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onOpen(row.id)
  }
  return (
    <a className={styles.itemLink} href={`/portfolio?item=${row.id}`} onClick={choose}>
      {row.title}
    </a>
  )
}
