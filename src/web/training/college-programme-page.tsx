import { Button, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconSchool from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs'
import { useState, type ReactNode } from 'react'
import { PROGRAMME_ROLES, type ProgrammeRole } from '#domain/accounts/relations.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import {
  amendProgramme,
  endProgrammeRole,
  giveProgrammeRole,
  ProgrammeFields,
  sendInvitationAgain,
  withdrawInvitation,
  type CurriculumChoice,
  type Invitation,
  type Programme,
} from '#domain/training/college-contract.ts'
import { RolesCard } from '#web/accounts/roles-card.tsx'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Awaited } from '#web/ui/asked.tsx'
import { CollegeFrame } from '#web/ui/college-frame.tsx'
import { State } from '#web/ui/state.tsx'
import { invitationsQuery, notEnrolledQuery, programmeRolesQuery, programmesQuery, useCollegeChanged } from './college-web-queries.ts'
import { InviteCard } from './invite-card.tsx'
import { ProgrammeForm } from './programme-form.tsx'
import { collegeWords, words } from './programme-words.ts'
import styles from './training.module.css'

const route = getRouteApi('/signed-in/college/programmes/$programmeId')
const dayOf = (instant: string) => longDate(dayIn('Europe/London', Date.parse(instant)))

/** One programme, for the college: whom it invites, who is not enrolled, who has a role in it (A7, T1). */
export function CollegeProgrammePage(): ReactNode {
  const { programmeId } = route.useParams()
  const { data, error, refetch } = useQuery(programmesQuery(usePerson().id))
  const programme = data?.programmes.find(({ id }) => id === programmeId)
  return (
    <CollegeFrame title={programme?.title ?? collegeWords.settings} helpPage="college" failed={error !== null} reading>
      {programme !== undefined && data !== undefined ? (
        <Shown programme={programme} curricula={data.curricula} />
      ) : data === undefined ? (
        <Awaited fault={error} onRetry={() => void refetch()} />
      ) : (
        <State alert icon={<IconSchool size={28} />} title={words.noProgramme} text={words.noProgrammeText} />
      )}
    </CollegeFrame>
  )
}

interface ShownProps {
  readonly programme: Programme
  readonly curricula: readonly CurriculumChoice[]
}

function Shown({ programme, curricula }: ShownProps): ReactNode {
  const changed = useCollegeChanged()
  const years = curricula.find(({ id }) => id === programme.curriculumId)?.years ?? []
  const { id: programmeId, version } = programme
  return (
    <>
      <InviteCard programmeId={programmeId} years={years} />
      <Invitations programmeId={programmeId} />
      <NotEnrolled programmeId={programmeId} />
      <Roles programmeId={programmeId} />
      <section className={styles.card} aria-labelledby="programme-settings">
        <h2 id="programme-settings">{collegeWords.settings}</h2>
        <ProgrammeForm
          start={fieldsOf(programme)}
          curricula={curricula}
          act={words.save}
          onSave={async (body) => {
            await call(amendProgramme, { params: { programmeId }, body: { ...body, version } })
            await changed()
          }}
        />
      </section>
    </>
  )
}

/** Without checking them: a programme may have been made before its contact was asked for. */
const fieldsOf = (programme: Programme): ProgrammeFields =>
  Object.fromEntries(Object.keys(ProgrammeFields.shape).map((name) => [name, programme[name as keyof Programme]])) as ProgrammeFields

function Invitations({ programmeId }: { readonly programmeId: string }): ReactNode {
  const say = collegeWords.invitations
  const asked = useInfiniteQuery(invitationsQuery(usePerson().id, programmeId))
  const [said, setSaid] = useState('')
  const invitations = asked.data?.pages.flatMap((page) => page.invitations)
  return (
    <section className={styles.card} aria-labelledby="invitations">
      <h2 id="invitations">{say.title}</h2>
      {asked.error !== null ? <Text role="alert">{sayFault(asked.error)}</Text> : null}
      {invitations?.length === 0 ? <p className={styles.quiet}>{say.none}</p> : null}
      <ul className={styles.rows}>
        {invitations?.map((invitation) => (
          <OneInvitation key={invitation.id} invitation={invitation} onSaid={setSaid} />
        ))}
      </ul>
      {asked.hasNextPage ? (
        <Button variant="default" size="compact-sm" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {say.more}
        </Button>
      ) : null}
      <Text size="sm" role="status">
        {said}
      </Text>
    </section>
  )
}

function OneInvitation({ invitation, onSaid }: { readonly invitation: Invitation; readonly onSaid: (words: string) => void }): ReactNode {
  const say = collegeWords.invitations
  const { id: invitationId, email, state, at, trainingYear, startsOn, feeNote } = invitation
  const changed = useCollegeChanged()
  const [asking, setAsking] = useState(false)
  const act = useMutation({
    mutationFn: (which: 'again' | 'withdraw') =>
      call(which === 'again' ? sendInvitationAgain : withdrawInvitation, { params: { invitationId } }),
    onSuccess: (_done, which) => onSaid(which === 'again' ? say.wentAgain(email) : say.wasWithdrawn(email)),
    onError: (fault) => onSaid(sayFault(fault)),
    onSettled: changed,
  })
  return (
    <li>
      <div className={styles.rowText}>
        <strong>{email}</strong>
        <span className={styles.quiet}>
          {say.what(trainingYear, startsOn)}, {say[state](dayOf(at))}
          {feeNote === '' ? '' : `. ${feeNote}`}
        </span>
      </div>
      {state !== 'sent' ? null : asking ? (
        <div className={styles.rowActs}>
          <Text size="sm">{say.sure}</Text>
          <Button size="compact-sm" color="red" autoFocus loading={act.isPending} onClick={() => act.mutate('withdraw')}>
            {say.withdraw}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {words.cancel}
          </Button>
        </div>
      ) : (
        <div className={styles.rowActs}>
          <Button
            size="compact-sm"
            variant="light"
            aria-label={say.act(say.again, email)}
            loading={act.isPending}
            onClick={() => act.mutate('again')}
          >
            {say.again}
          </Button>
          <Button size="compact-sm" variant="default" aria-label={say.act(say.withdraw, email)} onClick={() => setAsking(true)}>
            {say.withdraw}
          </Button>
        </div>
      )}
    </li>
  )
}

function NotEnrolled({ programmeId }: { readonly programmeId: string }): ReactNode {
  const say = collegeWords.notEnrolled
  const { data, error } = useQuery(notEnrolledQuery(usePerson().id, programmeId))
  return (
    <section className={styles.card} aria-labelledby="not-enrolled">
      <h2 id="not-enrolled">{say.title}</h2>
      {error !== null ? <Text role="alert">{sayFault(error)}</Text> : null}
      {data?.trainees.length === 0 ? <p className={styles.quiet}>{say.none}</p> : null}
      <ul className={styles.rows}>
        {data?.trainees.map(({ ownerId, name, email, from, freezesOn, enrolment, isInvited, askedAt }) => (
          <li key={ownerId}>
            <div className={styles.rowText}>
              <strong>{name}</strong>
              <span className={styles.quiet}>
                {email}, {say.since(from)}
              </span>
            </div>
            <span className={styles.rowText}>
              <span className={styles.state} data-state={enrolment}>
                {say.state[enrolment] ?? enrolment}
              </span>
              , {isInvited ? say.invited : say.notInvited}
              {enrolment === 'frozen' ? '' : `, ${say.freezes(freezesOn)}`}
              {askedAt === null ? '' : `, ${say.asked(dayOf(askedAt))}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Roles({ programmeId }: { readonly programmeId: string }): ReactNode {
  const { data, error } = useQuery(programmeRolesQuery(usePerson().id, programmeId))
  const changed = useCollegeChanged()
  if (data === undefined) return error === null ? null : <Text role="alert">{sayFault(error)}</Text>
  return (
    <RolesCard
      title={collegeWords.roles.title}
      roles={PROGRAMME_ROLES}
      holders={data.holders}
      onGive={async (body) => {
        await call(giveProgrammeRole, { params: { programmeId }, body: { ...body, role: body.role as ProgrammeRole } })
        await changed()
      }}
      onEnd={async (roleId, until) => {
        await call(endProgrammeRole, { params: { roleId }, body: { until } })
        await changed()
      }}
    />
  )
}
