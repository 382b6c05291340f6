import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconCertificate from '@tabler/icons-react/dist/esm/icons/IconCertificate.mjs'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { useRef, useState, type ReactNode } from 'react'
import type { AnswerElsewhere } from '#domain/elsewhere/acceptance.ts'
import type { ListedElsewhere, RecordElsewhere } from '#domain/elsewhere/contract.ts'
import { dayIn, shortDate } from '#domain/plain-date.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useZone } from '#web/platform/zone.ts'
import { Awaited } from '#web/ui/asked.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { State } from '#web/ui/state.tsx'
import { DecideWindow } from './decide-window.tsx'
import styles from './elsewhere.module.css'
import { elsewhereQuery, type Show } from './elsewhere-queries.ts'
import { OneElsewhere } from './one-elsewhere.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/record/$ownerId/elsewhere')

/** What others signed in another account or Cairn, to read and to accept (R6). */
export function ElsewherePage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const [show, setShow] = useState<Show>('all')
  const asked = useInfiniteQuery(elsewhereQuery(ownerId, show))
  const last = asked.data?.pages.at(-1)
  const first = asked.data?.pages[0]
  const records = asked.data?.pages.flatMap((page) => page.records) ?? []
  return (
    <RecordFrame
      ownerId={ownerId}
      title={own || last === undefined ? words.title : words.titleOf(last.name)}
      helpPage="signed-elsewhere"
      failed={asked.error !== null}
    >
      {first === undefined || last === undefined ? (
        <Awaited fault={asked.error} onRetry={() => void asked.refetch()} />
      ) : first.counts.all === 0 ? (
        <State icon={<IconCertificate size={28} />} title={words.none} text={words.noneText} />
      ) : (
        <>
          <p className={styles['intro']}>{own ? words.intro.own : words.intro.others}</p>
          {own ? <Acceptors people={last.acceptors} /> : null}
          <Records
            ownerId={ownerId}
            records={records}
            counts={last.counts}
            mayDecide={own ? null : last.can.decide}
            show={show}
            onShow={setShow}
          />
          {asked.hasNextPage ? (
            <Button variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
              {words.more}
            </Button>
          ) : null}
        </>
      )}
    </RecordFrame>
  )
}

function Acceptors({ people }: { readonly people: ListedElsewhere['acceptors'] }): ReactNode {
  return (
    <section className={styles['card']} aria-labelledby="acceptors">
      <h2 id="acceptors">{words.acceptors.title}</h2>
      <p className={styles['quiet']}>{people.length === 0 ? words.acceptors.none : words.acceptors.some(people)}</p>
    </section>
  )
}

interface RecordsProps {
  readonly ownerId: string
  readonly records: readonly RecordElsewhere[]
  readonly counts: ListedElsewhere['counts']
  readonly mayDecide: string | null
  readonly show: Show
  readonly onShow: (show: Show) => void
}

function Records({ ownerId, records, counts, mayDecide, show, onShow }: RecordsProps): ReactNode {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [deciding, setDeciding] = useState<{ answer: AnswerElsewhere; records: readonly RecordElsewhere[] } | null>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const some = records.filter(({ id }) => chosen.has(id))
  const canAll = (answer: 'accept' | 'decline') => some.find(({ can }) => can[answer] !== null)?.can[answer] ?? null
  return (
    <section className={styles['card']} aria-labelledby="elsewhere">
      <div className={styles['head']}>
        <h2 id="elsewhere" ref={title} tabIndex={-1}>
          {words.list} {mayDecide === null ? null : <MayNot reason={mayDecide} />}
        </h2>
        <NativeSelect
          label={words.show}
          w={220}
          data={Object.entries(words.shows).map(([value, label]) => ({ value, label: words.option(label, counts[value as Show]) }))}
          value={show}
          onChange={({ currentTarget: { value } }) => {
            setChosen(new Set())
            onShow(value as Show)
          }}
        />
      </div>
      {records.length === 0 ? <p className={styles['quiet']}>{words.noneOf}</p> : null}
      <ul className={styles['list']}>
        {records.map((record) => (
          <Row
            key={record.id}
            ownerId={ownerId}
            record={record}
            isChosen={chosen.has(record.id)}
            onChoose={(is) => setChosen((now) => new Set(is ? [...now, record.id] : [...now].filter((id) => id !== record.id)))}
            onDecide={(answer) => setDeciding({ answer, records: [record] })}
          />
        ))}
      </ul>
      {some.length === 0 ? null : (
        <div className={styles['bar']} role="group" aria-label={words.chosenBar}>
          <span role="status">{words.chosen(some.length)}</span>
          {(['accepted', 'declined'] as const).map((answer) => {
            const whyNot = canAll(answer === 'accepted' ? 'accept' : 'decline')
            return (
              <span key={answer}>
                <Button
                  size="sm"
                  variant={answer === 'accepted' ? 'filled' : 'default'}
                  disabled={whyNot !== null}
                  onClick={() => setDeciding({ answer, records: some })}
                >
                  {words.acts[answer]}
                </Button>{' '}
                {whyNot === null ? null : <MayNot reason={whyNot} />}
              </span>
            )
          })}
          <Button size="sm" variant="subtle" onClick={() => setChosen(new Set())}>
            {words.clear}
          </Button>
        </div>
      )}
      {deciding === null ? null : (
        <DecideWindow
          ownerId={ownerId}
          {...deciding}
          onClose={(isDone) => {
            setDeciding(null)
            if (!isDone) return
            setChosen(new Set())
            title.current?.focus()
          }}
        />
      )}
    </section>
  )
}

interface RowProps {
  readonly ownerId: string
  readonly record: RecordElsewhere
  readonly isChosen: boolean
  readonly onChoose: (is: boolean) => void
  readonly onDecide: (answer: AnswerElsewhere) => void
}

function Row({ ownerId, record, isChosen, onChoose, onDecide }: RowProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const zone = useZone()
  const { id, title, can, decision } = record
  const body = `elsewhere-${id}`
  return (
    <li>
      <div className={styles['row']}>
        {can.accept === null || can.decline === null ? (
          <Checkbox
            mt={4}
            aria-label={words.choose(title)}
            checked={isChosen}
            onChange={({ currentTarget: { checked } }) => onChoose(checked)}
          />
        ) : null}
        <div className={styles['main']}>
          <h3>
            <button type="button" className={styles['open']} aria-expanded={isOpen} aria-controls={body} onClick={() => setIsOpen(!isOpen)}>
              {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
              <bdi>{title}</bdi>
            </button>
          </h3>
          <p className={styles['quiet']}>
            <span className={styles['mark']} data-standing={record.standing}>
              {words.standing[record.standing]}
            </span>{' '}
            {words.kinds[record.kind]}. <bdi>{words.signed(record.signer, record.signedAs, shortDate(record.signedOn))}</bdi>,{' '}
            <bdi>{words.from(record.server)}</bdi>
          </p>
          {decision === null ? null : (
            <p className={styles['quiet']}>
              <bdi>{words.decided[decision.answer](decision.by, decision.as, shortDate(dayIn(zone, Date.parse(decision.at))))}</bdi>
              {decision.reason === '' ? null : (
                <>
                  : <bdi>{decision.reason}</bdi>
                </>
              )}
            </p>
          )}
          {record.since.map((line) => (
            <p key={line} className={styles['warn']}>
              {line}
            </p>
          ))}
          {record.isSameName ? null : (
            <p className={styles['warn']}>
              <bdi>{words.otherName(record.fromName, record.isNamedHere)}</bdi>
            </p>
          )}
          <div id={body} hidden={!isOpen}>
            {isOpen ? <OneElsewhere ownerId={ownerId} id={id} onDecide={onDecide} /> : null}
          </div>
        </div>
      </div>
    </li>
  )
}
