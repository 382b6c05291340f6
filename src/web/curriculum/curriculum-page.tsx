import { Button, CloseButton, Modal, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconListTree from '@tabler/icons-react/dist/esm/icons/IconListTree.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { CurriculumPage as PageData } from '#domain/curriculum/contract.ts'
import { ITEM_STANDINGS } from '#domain/curriculum/item-standing.ts'
import { shortDate } from '#domain/plain-date.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { State } from '#web/ui/state.tsx'
import { AssessWindow } from './assess-window.tsx'
import { CoverageStrip } from './coverage-strip.tsx'
import styles from './curriculum.module.css'
import { curriculumItemQuery, curriculumQuery } from './curriculum-queries.ts'
import { AboutWindow } from './item-about.tsx'
import type { Window } from './item-acts.tsx'
import { ItemParts } from './item-detail.tsx'
import { ItemList } from './item-list.tsx'
import { bears, itemViews, type ItemView } from './item-view.ts'
import { EarlierNotice, EarlierVersions } from './earlier-version.tsx'
import { SignWindow } from './sign-window.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/record/$ownerId/curriculum')

/** A trainee's curriculum, the same for the trainee and for whoever may read it (T7). The address opens the same item again. */
export function CurriculumPage(): ReactNode {
  const { ownerId } = route.useParams()
  const { year, version } = route.useSearch()
  const { data, error, refetch } = useQuery(curriculumQuery(ownerId, year, version))
  const isMine = usePerson().id === ownerId
  const title = data === undefined || isMine ? words.title : words.titleOf(data.person.name)
  if (error !== null) {
    const none = error instanceof CallFault && error.code === 'not_found'
    return (
      <RecordFrame ownerId={ownerId} title={words.heading} helpPage="curriculum" failed>
        <State
          alert
          icon={none ? <IconListTree size={28} /> : <IconPlugConnectedX size={28} />}
          title={none ? words.notTraining : words.failed}
          text={none ? words.notTrainingText : sayFault(error)}
        >
          {none ? null : <Button onClick={() => void refetch()}>{words.retry}</Button>}
        </State>
      </RecordFrame>
    )
  }
  return (
    <RecordFrame ownerId={ownerId} title={title} helpPage={isMine ? 'curriculum' : 'signing-off'}>
      {data === undefined ? <Skeleton height={420} role="status" aria-label={words.loading} /> : <Curriculum page={data} />}
    </RecordFrame>
  )
}

function Curriculum({ page }: { readonly page: PageData }) {
  const { item, show } = route.useSearch()
  const me = usePerson().id
  const navigate = route.useNavigate()
  const [search, setSearch] = useState('')
  const [window, setWindow] = useState<{ readonly window: Window; readonly code: string } | null>(null)
  const isPhone = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  const all = itemViews(page)
  const shown = all.filter((view) => (show === undefined || view.standing === show) && bears(view.item, search))
  const open = all.find((view) => view.item.code === item)
  const go = (change: { item?: string | undefined; show?: typeof show; year?: string }) =>
    void navigate({ search: (now) => ({ ...now, ...change }), resetScroll: false })
  const opener = useRef<HTMLElement | null>(null)
  const head = useRef<HTMLHeadingElement>(null)
  const openItem = (code: string) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    go({ item: code })
  }
  const close = () => {
    go({ item: undefined })
    setTimeout(() => opener.current?.isConnected && opener.current.focus({ preventScroll: true }))
  }
  // Whoever opens an item goes on in it.
  const openCode = open?.item.code
  useEffect(() => {
    if (openCode !== undefined && opener.current !== null) head.current?.focus({ preventScroll: true })
  }, [openCode])
  const onWindow = (name: Window, code: string) => setWindow({ window: name, code })
  const list = { page, views: shown, open: item, onOpen: openItem, onWindow }
  const windowed = all.find((view) => view.item.code === window?.code)
  const { year } = page
  const detail =
    open === undefined ? null : (
      <ItemParts view={open} page={page} onPen={() => onWindow('pen', open.item.code)} onSign={() => onWindow('sign', open.item.code)} />
    )
  return (
    <>
      {page.isEarlier ? <EarlierNotice page={page} /> : null}
      <div className={styles['top']} data-earlier={page.isEarlier || undefined}>
        <p className={styles['quiet']}>
          {words.version(page.curriculum.title, page.curriculum.version)}
          {year === null ? '' : ` · ${words.yearSpan(year.code, shortDate(year.from), shortDate(year.until))}`}
        </p>
        {page.isEarlier ? null : <EarlierVersions page={page} />}
        {page.person.id === me && page.can.assess !== null && !page.isEarlier ? (
          <span className={styles['withCross']}>
            {words.readOnly} <MayNot reason={page.can.assess} />
          </span>
        ) : null}
        {page.years.length > 1 ? (
          <SegmentedControl
            size="xs"
            aria-label={words.year}
            value={year?.code ?? ''}
            data={page.years.map(({ code }) => ({ value: code, label: code }))}
            onChange={(code) => go({ year: code })}
          />
        ) : null}
      </div>
      <CoverageStrip views={all} groups={page.curriculum.groups} onOpen={openItem} />
      <div className={styles['tools']}>
        <TextInput
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          maxLength={100}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <div role="group" aria-label={words.filters} className={styles['filters']}>
          <Filter name={words.all} count={all.length} isOn={show === undefined} onChoose={() => go({ show: undefined })} />
          {ITEM_STANDINGS.map((standing) => (
            <Filter
              key={standing}
              name={words.standing[standing]}
              count={all.filter((view) => view.standing === standing).length}
              isOn={show === standing}
              onChoose={() => go({ show: show === standing ? undefined : standing })}
            />
          ))}
        </div>
      </div>
      <p className={styles['key']}>{words.legend}</p>
      <div className={styles['split']} data-open={(open !== undefined && !isPhone) || undefined}>
        <div>
          {shown.length === 0 ? (
            <p className={styles['none']} role="status">
              {words.none}{' '}
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => {
                  setSearch('')
                  go({ show: undefined })
                }}
              >
                {words.showAll}
              </Button>
            </p>
          ) : (
            <ItemList {...list} />
          )}
          {page.curriculum.codesAreOurs ? <p className={styles['legend']}>{words.codesAreOurs}</p> : null}
        </div>
        {open === undefined ? null : isPhone ? (
          <Modal opened fullScreen onClose={close} title={`${open.item.code} ${open.item.title}`}>
            {detail}
          </Modal>
        ) : (
          <aside className={styles['pane']} aria-label={`${open.item.code} ${open.item.title}`}>
            <div className={styles['paneHead']}>
              <h2 ref={head} tabIndex={-1}>
                <span className={styles['code']}>{open.item.code}</span> {open.item.title}
              </h2>
              <CloseButton aria-label={words.closeItem} onClick={close} />
            </div>
            {detail}
          </aside>
        )}
      </div>
      {windowed === undefined || window === null ? null : (
        <Windows view={windowed} page={page} window={window.window} onClose={() => setWindow(null)} />
      )}
    </>
  )
}

function Filter({ name, count, isOn, onChoose }: { name: string; count: number; isOn: boolean; onChoose: () => void }) {
  return (
    <button type="button" className={styles['filter']} aria-pressed={isOn} onClick={onChoose}>
      {name} <span>{count}</span>
    </button>
  )
}

interface WindowsProps {
  readonly view: ItemView
  readonly page: PageData
  readonly window: Window
  readonly onClose: () => void
}

function Windows({ view, page, window, onClose }: WindowsProps) {
  const { data } = useQuery({ ...curriculumItemQuery(page.person.id, view.item.code), enabled: window === 'pen' })
  if (window === 'about') return <AboutWindow item={view.item} page={page} onClose={onClose} />
  if (window === 'sign') return <SignWindow view={view} page={page} onClose={onClose} />
  if (data === undefined) return null
  return (
    <AssessWindow view={view} page={page} before={data.selfAssessments.find(({ year }) => year === page.year?.code)} onClose={onClose} />
  )
}
