import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import type { Import, ImportLine } from '#domain/capture/import-contract.ts'
import { sayHundredths } from '#domain/hundredths.ts'
import { shortDate } from '#domain/plain-date.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { importPageWords } from './import-words.ts'
import styles from './import.module.css'
import { linesQuery, useImportActs } from './import-web-queries.ts'

const { preview: words, fields, leap2a } = importPageWords
type Shows = keyof typeof words.shows

/** What a line would say in the portfolio; a column that no line of these fills is left out. */
const COLUMNS: readonly { readonly name: string; readonly of: (line: ImportLine) => string }[] = [
  { name: fields.title, of: ({ row: { title } }) => title },
  { name: leap2a.was, of: ({ entry }) => entry?.kind ?? '' },
  { name: leap2a.files, of: ({ entry }) => entry?.files.join(', ') ?? '' },
  { name: fields.type, of: ({ row: { type } }) => (type === null ? '' : TYPE_WORDS[type]) },
  { name: fields.status, of: ({ row: { status } }) => STATUS_WORDS[status] },
  { name: fields.started, of: ({ row: { startedOn } }) => (startedOn === null ? '' : shortDate(startedOn)) },
  { name: fields.completed, of: ({ row: { completedOn } }) => (completedOn === null ? '' : shortDate(completedOn)) },
  { name: 'Credits', of: ({ row: { personal } }) => (personal === null ? '' : sayHundredths(personal)) },
  { name: fields.impact, of: ({ row: { impact } }) => (impact === null ? '' : sayHundredths(impact)) },
  { name: fields.tags, of: ({ row: { tags } }) => tags.join(', ') },
  { name: fields.link, of: ({ row: { link } }) => link },
  { name: fields.notes, of: ({ row: { notes } }) => notes },
]

/** Lines as they would stand, and those that stay out, with why. */
export function ImportLines({ one: its }: { readonly one: Import }): ReactNode {
  const [show, setShow] = useState<Shows>('fresh')
  const list = useInfiniteQuery(linesQuery(usePerson().id, its.id, show))
  const { mend } = useImportActs(its.id)
  const title = useRef<HTMLHeadingElement>(null)
  // The line goes from this list, and with it the place one was at.
  const leaveOut = (line: number, leftOut: boolean) => mend.mutate({ line, leftOut }, { onSuccess: () => title.current?.focus() })
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? []
  const shown = COLUMNS.filter(({ of }) => lines.some((line) => of(line) !== ''))
  return (
    <section className={styles['card']} aria-labelledby="import-lines">
      <h2 id="import-lines" ref={title} tabIndex={-1}>
        {words.title}
      </h2>
      <NativeSelect
        label={words.show}
        w={220}
        my="sm"
        data={Object.entries(words.shows).map(([value, label]) => ({ value, label }))}
        value={show}
        onChange={({ currentTarget: { value } }) => setShow(value as Shows)}
      />
      {list.isSuccess && lines.length === 0 ? <p>{words.none}</p> : null}
      {lines.length === 0 ? null : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls is reached by keyboard.
        <div className={styles['table']} role="region" aria-label={words.table} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.line}</th>
                {shown.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((one) => (
                <tr key={one.line}>
                  <td>
                    {one.line}
                    {one.leftOut ? (
                      <Button
                        variant="default"
                        size="compact-xs"
                        ml="xs"
                        aria-label={words.takeBack(one.line)}
                        onClick={() => leaveOut(one.line, false)}
                      >
                        {words.takeBackShort}
                      </Button>
                    ) : one.entry !== undefined && show === 'fresh' ? (
                      <Button
                        variant="default"
                        size="compact-xs"
                        ml="xs"
                        aria-label={leap2a.leaveOutLine(one.line)}
                        onClick={() => leaveOut(one.line, true)}
                      >
                        {leap2a.leaveOut}
                      </Button>
                    ) : null}
                  </td>
                  {shown.map(({ name, of }) => (
                    <td key={name}>
                      <bdi className={styles['clamp']}>{of(one)}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage ? (
        <Button variant="default" mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
    </section>
  )
}
