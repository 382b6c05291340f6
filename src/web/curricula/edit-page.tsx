import { Alert, Button, Group, Tabs, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { placeOfFault } from '#domain/curriculum/edit-rules.ts'
import { saveCurriculum, type EditableCurriculum, type StaleDetails } from '#domain/curriculum/edition-contract.ts'
import type { FieldFault } from '#domain/errors.ts'
import { call, CallFault, sayFault, type CallInput } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { Awaited } from '#web/ui/asked.tsx'
import { CollegeFrame } from '#web/ui/college-frame.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { curriculumQuery } from './curricula-queries.ts'
import styles from './curricula.module.css'
import { cleaned, DocumentContext, withValue, type DocumentHold, type Json } from './document.ts'
import { AboutTab, GroupTab, LevelsTab, MappingTab } from './edit-tabs.tsx'
import { StaleWindow } from './stale-window.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/college/curricula/$curriculumId/edit')
const say = words.edit

/** The page made for editing a curriculum (T10). */
export function EditPage(): ReactNode {
  const { curriculumId } = route.useParams()
  const { data, error, refetch } = useQuery({ ...curriculumQuery(curriculumId), refetchOnWindowFocus: false })
  if (data !== undefined) return <EditForm key={curriculumId} curriculumId={curriculumId} saved={data} />
  return (
    <CollegeFrame title={words.list.title} helpPage="curricula" failed={error !== null}>
      <Awaited fault={error} onRetry={() => void refetch()} />
    </CollegeFrame>
  )
}

interface Typed {
  readonly number: number
  readonly document: Json
  /** What the draft calls itself. */
  readonly title: string
}

const tabOf = ({ path }: FieldFault): string => {
  const [part, at] = path.split('.')
  if (part === 'groups') return at === undefined ? 'group-0' : `group-${at}`
  if (part === 'scales' || part === 'trainingYears' || part === 'counted') return 'levels'
  return part === 'replaces' ? 'mapping' : 'about'
}

function EditForm({ curriculumId, saved }: { readonly curriculumId: string; readonly saved: EditableCurriculum }): ReactNode {
  // As it was when the page was opened: what comes later is told when it is saved (P19).
  const [start] = useState<Typed>({ number: saved.number, document: saved.document as unknown as Json, title: saved.document.title })
  const [typed, setTyped] = useState(start)
  const [faults, setFaults] = useState<readonly FieldFault[]>([])
  const [fault, setFault] = useState<string | null>(null)
  const [stale, setStale] = useState<StaleDetails | null>(null)
  const [busy, setBusy] = useState(false)
  const [tab, setTab] = useState('about')
  const [refusals, setRefusals] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const client = useQueryClient()
  const navigate = useNavigate()
  const dirty = typed.document !== start.document
  const draft = useDraft<Typed>(`curriculum/${curriculumId}`, typed, { enabled: dirty, onRestore: setTyped })

  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>('[role="tabpanel"] [aria-invalid="true"]')?.focus()
  }, [refusals])

  const hold = useMemo<DocumentHold>(
    () => ({
      document: typed.document,
      faults,
      change: (path, value) => {
        const name = path.join('.')
        setTyped((now) => ({ ...now, document: withValue(now.document, path, value) }))
        setFaults((now) => now.filter((one) => one.path !== name && !one.path.startsWith(`${name}.`)))
      },
    }),
    [typed.document, faults],
  )
  const leave = async () => {
    await client.invalidateQueries({ queryKey: ['college', 'curricula'] })
    await navigate({ to: '/college/curricula/$curriculumId', params: { curriculumId } })
  }
  const refuse = (error: unknown) => {
    if (error instanceof CallFault && error.code === 'stale_version') return setStale(error.details as unknown as StaleDetails)
    const fields = error instanceof CallFault ? error.fields.filter(({ path }) => path !== '') : []
    setFaults(fields)
    setFault(fields.length > 0 ? null : sayFault(error))
    if (fields[0] !== undefined) setTab(tabOf(fields[0]))
    setRefusals((times) => times + 1)
  }
  const save = async (number: number) => {
    setBusy(true)
    setFault(null)
    setStale(null)
    try {
      const body = { number, document: cleaned(typed.document) } as unknown as CallInput<typeof saveCurriculum>['body']
      await call(saveCurriculum, { params: { curriculumId }, body })
      await draft.discard()
      notifications.show({ message: say.saved })
      await leave()
    } catch (error) {
      refuse(error)
    } finally {
      setBusy(false)
    }
  }
  const throwAway = async () => {
    await draft.discard()
    await leave()
  }

  const { title, groups } = saved.document
  const inTab = (name: string) => {
    const count = faults.filter((one) => tabOf(one) === name).length
    return count === 0 ? '' : ` (${count}!)`
  }
  return (
    <CollegeFrame title={say.title(`${title} (${saved.document.version})`)} helpPage="curricula">
      <Text>{say.intro}</Text>
      <Text size="sm" c="dimmed" mb="md">
        {saved.codesStay ? say.codesStay : say.codesFree}
      </Text>
      {draft.restored && (
        <Alert variant="light" mb="md">
          <Group justify="space-between" gap="xs">
            <span>{say.restored}</span>
            <Button size="compact-sm" variant="default" onClick={() => void throwAway()}>
              {say.throwAway}
            </Button>
          </Group>
        </Alert>
      )}
      {draft.earlier && (
        <Alert variant="light" mb="md">
          <Group justify="space-between" gap="xs">
            <span>{say.bringBack}</span>
            <Button size="compact-sm" variant="default" onClick={draft.bringBack}>
              {say.bring}
            </Button>
          </Group>
        </Alert>
      )}
      <div role="alert">
        {fault !== null && (
          <Alert color="red" variant="light" mb="md" role="presentation">
            {fault}
          </Alert>
        )}
        {faults.length > 0 && (
          <Alert color="red" variant="light" mb="md" role="presentation" title={say.faults(faults.length)}>
            <ul className={styles.changes}>
              {faults.map((one) => (
                <li key={`${one.path} ${one.message}`}>{`${placeOfFault(typed.document, one.path)}: ${one.message}`}</li>
              ))}
            </ul>
          </Alert>
        )}
      </div>
      <DocumentContext value={hold}>
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!busy) void save(typed.number)
          }}
        >
          <Tabs value={tab} onChange={(next) => setTab(next ?? 'about')} keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="about">{`${say.about}${inTab('about')}`}</Tabs.Tab>
              <Tabs.Tab value="levels">{`${say.levels}${inTab('levels')}`}</Tabs.Tab>
              {groups.map((group, at) => (
                <Tabs.Tab key={group.code} value={`group-${at}`}>{`${group.title}${inTab(`group-${at}`)}`}</Tabs.Tab>
              ))}
              {saved.document.replaces !== undefined && <Tabs.Tab value="mapping">{`${say.mapping}${inTab('mapping')}`}</Tabs.Tab>}
            </Tabs.List>
            <Tabs.Panel value="about">
              <AboutTab />
            </Tabs.Panel>
            <Tabs.Panel value="levels">
              <LevelsTab />
            </Tabs.Panel>
            {groups.map((group, at) => (
              <Tabs.Panel key={group.code} value={`group-${at}`}>
                <GroupTab at={at} codesStay={saved.codesStay} saved={group.items.length} />
              </Tabs.Panel>
            ))}
            <Tabs.Panel value="mapping">
              <MappingTab items={saved.replacedItems} />
            </Tabs.Panel>
          </Tabs>
          <Group className={styles.bar ?? ''} gap="sm">
            <Button type="submit" loading={busy}>
              {say.save}
            </Button>
            <Link to="/college/curricula/$curriculumId" params={{ curriculumId }}>
              {say.leave}
            </Link>
            <DraftMark state={draft.state} />
          </Group>
        </form>
      </DocumentContext>
      {stale !== null && (
        <StaleWindow
          stale={stale}
          onClose={() => setStale(null)}
          onKeep={() => {
            setTyped((now) => ({ ...now, number: stale.number }))
            void save(stale.number)
          }}
          onTake={() => void throwAway()}
        />
      )}
    </CollegeFrame>
  )
}
