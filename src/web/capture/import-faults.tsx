import { Button, Textarea } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Import, ImportLine } from '#domain/capture/import-contract.ts'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { importPageWords } from './import-words.ts'
import styles from './import.module.css'
import { linesQuery, useImportActs } from './import-web-queries.ts'

const { faults: words, columns, preview } = importPageWords

/** The lines with a fault: each says what is wrong at its cell, which can be mended here, or the line left out. */
export function ImportFaults({ one }: { readonly one: Import }): ReactNode {
  const list = useInfiniteQuery(linesQuery(usePerson().id, one.id, 'faulty'))
  const title = useRef<HTMLHeadingElement>(null)
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? []
  return (
    <section className={styles['card']} aria-labelledby="import-faults">
      <h2 id="import-faults" ref={title} tabIndex={-1}>
        {words.title(one.counts.faulty)}
      </h2>
      <p className={styles['quiet']}>{words.text}</p>
      <ul className={styles['faulty']}>
        {lines.map((line) => (
          <FaultyLine key={line.line} one={one} line={line} onGone={() => title.current?.focus()} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {preview.more}
        </Button>
      ) : null}
    </section>
  )
}

interface LineProps {
  readonly one: Import
  readonly line: ImportLine
  /** It has no fault any more, so the place one was at is gone. */
  readonly onGone: () => void
}

function FaultyLine({ one, line, onGone }: LineProps): ReactNode {
  const { mend } = useImportActs(one.id)
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({})
  const headers = one.found!.headers
  const faultsAt = new Map(line.faults.map(({ column, message }) => [column, message]))
  const cells = [...faultsAt.keys()].filter((column) => column !== null).toSorted((a, b) => a - b)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const sent = cells.map((column) => ({ column, text: typed[column] ?? line.cells[column] ?? '' }))
    mend.mutate({ line: line.line, cells: sent }, { onSuccess: (answer) => answer.line.faults.length === 0 && onGone() })
  }
  return (
    <li>
      <form onSubmit={save} noValidate>
        <h3>
          {words.line(line.line)}
          {line.row.title === '' ? null : (
            <>
              : <bdi>{line.row.title}</bdi>
            </>
          )}
        </h3>
        <div className={styles['cells']}>
          {cells.map((column) => (
            <Textarea
              key={column}
              label={headers[column] || columns.noHeader(column)}
              aria-label={words.cell(line.line, headers[column] || columns.noHeader(column))}
              autosize
              minRows={1}
              maxRows={6}
              value={typed[column] ?? line.cells[column] ?? ''}
              error={faultsAt.get(column)}
              onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, [column]: value }))}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || (line.cells[column] ?? '').includes('\n')) return
                event.preventDefault()
                event.currentTarget.form?.requestSubmit()
              }}
            />
          ))}
        </div>
        {faultsAt.has(null) ? (
          <p>
            {faultsAt.get(null)} {words.noColumn}
          </p>
        ) : null}
        <div className={styles['foot']}>
          {cells.length === 0 ? null : (
            <Button type="submit" size="compact-md" fz="sm" h={34} loading={mend.isPending} aria-label={words.mendLine(line.line)}>
              {words.mend}
            </Button>
          )}
          <Button
            variant="default"
            size="compact-md"
            fz="sm"
            h={34}
            disabled={mend.isPending}
            aria-label={words.leaveOutLine(line.line)}
            onClick={() => mend.mutate({ line: line.line, leftOut: true }, { onSuccess: onGone })}
          >
            {words.leaveOut}
          </Button>
        </div>
        <div role="alert">{mend.error === null ? null : sayFault(mend.error)}</div>
      </form>
    </li>
  )
}
