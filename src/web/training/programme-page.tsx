import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import type { CallOutput } from '#web/platform/call.ts'
import type { readProgramme, RosterRow } from '#domain/training/roster-contract.ts'
import { shortDate } from '#domain/plain-date.ts'
import { State } from '#web/ui/state.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { Page } from '#web/ui/page.tsx'
import { AddTraineeWindow } from './add-trainee-window.tsx'
import { KeptRecords } from './kept-records.tsx'
import { ProgrammeCorrections } from './programme-corrections.tsx'
import { TakeBackWindow } from './take-back-window.tsx'
import { programmeQuery, rosterQuery, toldQuery } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { Asked } from '#web/ui/asked.tsx'
import { Part } from './training-parts.tsx'

const route = getRouteApi('/signed-in/programmes/$programmeId')
const say = words.programme

/** A programme, to those with a role in it: its trainees, what was said of supervisors, and who was away long (T2, T20). */
export function ProgrammePage(): ReactNode {
  const { programmeId } = route.useParams()
  const asked = useQuery(programmeQuery(programmeId))
  return (
    <Page title={asked.data?.title ?? say.title} helpPage="coordinators">
      <Asked asked={asked}>{(programme) => <Shown programmeId={programmeId} programme={programme} />}</Asked>
    </Page>
  )
}

function Shown({
  programmeId,
  programme,
}: {
  readonly programmeId: string
  readonly programme: CallOutput<typeof readProgramme>
}): ReactNode {
  const [adding, setAdding] = useState(false)
  const { place } = programme.can
  return (
    <>
      <div className={styles['head']}>
        <p className={styles['quiet']}>
          {say.you(programme.roles)} {say.trainees(programme.trainees)}.
        </p>
        <div className={styles['acts']}>
          <Button variant="default" disabled={place !== null} onClick={() => setAdding(true)}>
            {say.add}
          </Button>
          {place === null ? (
            <Button component={Link} to={`/programmes/${programmeId}/rotation`}>
              {say.rotation}
            </Button>
          ) : (
            <MayNot reason={place} />
          )}
        </div>
      </div>
      <ProgrammeCorrections programmeId={programmeId} can={programme.can} />
      <Told programmeId={programmeId} />
      <Roster programmeId={programmeId} mayPlace={place === null} />
      {programme.kept > 0 ? <KeptRecords programmeId={programmeId} /> : null}
      {adding && <AddTraineeWindow programmeId={programmeId} yearCodes={programme.yearCodes} onClose={() => setAdding(false)} />}
    </>
  )
}

function Told({ programmeId }: { readonly programmeId: string }): ReactNode {
  const { data } = useQuery(toldQuery(programmeId))
  if (data === undefined || data.away.length === 0) return null
  return (
    <Part id="told" title={say.told}>
      <p className={styles['quiet']}>{say.toldText}</p>
      <ul className={styles['rows']}>
        {data.away.map(({ ownerId, name, code, workingDays }) => (
          <li key={ownerId}>
            <Link to="/record/$ownerId/absence" params={{ ownerId }}>
              <bdi>{name}</bdi>
            </Link>
            <span className={styles['mark']} data-bad>
              {say.toldOne(workingDays, code)}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Roster({ programmeId, mayPlace }: { readonly programmeId: string; readonly mayPlace: boolean }): ReactNode {
  const [back, setBack] = useState<RosterRow | null>(null)
  const [search, setSearch] = useState('')
  const [wanted] = useDebouncedValue(search, 250)
  const asked = useInfiniteQuery(rosterQuery(programmeId, wanted.trim()))
  const rows = asked.data?.pages.flatMap(({ trainees }) => trainees) ?? []
  return (
    <section aria-label={say.columns.name}>
      <div className={styles['tools']}>
        <TextInput
          type="search"
          aria-label={say.search}
          placeholder={say.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          maxLength={100}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      </div>
      <Asked asked={asked}>
        {() =>
          rows.length === 0 ? (
            <State icon={<IconUsers size={28} />} title={wanted === '' ? say.none : say.noMatch} text={wanted === '' ? say.noneText : ''} />
          ) : (
            <RosterTable rows={rows} onTakeBack={mayPlace ? setBack : undefined} />
          )
        }
      </Asked>
      {asked.hasNextPage ? (
        <Button variant="default" mt="md" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {words.more}
        </Button>
      ) : null}
      {back === null ? null : <TakeBackWindow programmeId={programmeId} row={back} onClose={() => setBack(null)} />}
    </section>
  )
}

interface RosterTableProps {
  readonly rows: readonly RosterRow[]
  /** Undefined for who may not. */
  readonly onTakeBack: ((row: RosterRow) => void) | undefined
}

function RosterTable({ rows, onTakeBack }: RosterTableProps): ReactNode {
  const { columns } = say
  return (
    <div className={`${styles['card']} ${styles['frame']}`} role="region" aria-label={say.title} tabIndex={0}>
      <table className={styles['table']} data-wide>
        <thead>
          <tr>
            {[columns.name, columns.number, columns.year, columns.placement, columns.supervisor, columns.state].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.ownerId}>
              <th scope="row">
                <Link to="/record/$ownerId" params={{ ownerId: row.ownerId }}>
                  <bdi>{row.name}</bdi>
                </Link>
              </th>
              <td data-name={columns.number}>{row.professionalNumber}</td>
              <td data-name={columns.year}>{row.year}</td>
              <td data-name={columns.placement}>
                {row.placement === null ? (
                  say.noPlacement
                ) : (
                  <>
                    <bdi>{row.placement.post}</bdi>, <bdi>{row.placement.site}</bdi>
                    <div className={styles['quiet']}>{words.span(row.placement.from, row.placement.until)}</div>
                  </>
                )}
              </td>
              <td data-name={columns.supervisor}>
                {row.educationalSupervisor === null ? say.noSupervisor : <bdi>{row.educationalSupervisor}</bdi>}
              </td>
              <td data-name={columns.state}>
                <span className={styles['mark']} data-bad={row.enrolment === 'frozen' || undefined}>
                  {words.enrolments[row.enrolment]}
                </span>
                {row.isToCome ? <div className={styles['quiet']}>{say.begins(shortDate(row.from))}</div> : null}
                {row.isToCome && onTakeBack !== undefined ? (
                  <Button variant="default" size="compact-xs" aria-label={say.takeBackOf(row.name)} onClick={() => onTakeBack(row)}>
                    {say.takeBack}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
