import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { Email, PersonName } from '#domain/accounts/contract.ts'
import { ASSESSOR_ROLES, AssessorRole } from '#domain/assessments/form-file.ts'
import { askRaters, takeRaterBack, type Rater, type Round } from '#domain/assessments/msf-contract.ts'
import { call, CallFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { useKeptForm } from '#web/training/kept-form.ts'
import { tell } from '#web/training/tell.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import styles from './forms.module.css'
import { entriesChanged } from './entry-queries.ts'
import { roundWords as say } from './round-words.ts'
import own from './round.module.css'
import tickets from './tickets.module.css'

interface Props {
  readonly ownerId: string
  readonly round: Round
}

/** Who is asked, and naming them. Nobody learns here who has answered. */
export function RoundRaters({ ownerId, round }: Props): ReactNode {
  const isOwn = usePerson().id === ownerId
  const { raters, state, can } = round
  if (state === 'released' || state === 'set aside') return null
  return (
    <section className={styles['card']} aria-labelledby="raters">
      <div className={styles['head']}>
        <h2 id="raters">
          {isOwn ? say.raters : say.ratersOf} ({raters.length}){isOwn && can.ask !== null ? <MayNot reason={can.ask} /> : null}
        </h2>
      </div>
      {isOwn && can.ask === null ? <p className={styles['quiet']}>{say.ratersText}</p> : null}
      {raters.length === 0 ? <p className={styles['quiet']}>{say.noRaters}</p> : null}
      {raters.map((rater) => (
        <One key={rater.id} ownerId={ownerId} itemId={round.itemId} rater={rater} mayTakeBack={can.takeBack === null} />
      ))}
      {can.ask === null ? <Adding ownerId={ownerId} round={round} /> : null}
    </section>
  )
}

interface OneProps {
  readonly ownerId: string
  readonly itemId: string
  readonly rater: Rater
  readonly mayTakeBack: boolean
}

function One({ ownerId, itemId, rater, mayTakeBack }: OneProps): ReactNode {
  const client = useQueryClient()
  const takeBack = useMutation({
    mutationFn: () => call(takeRaterBack, { params: { ownerId, itemId, raterId: rater.id } }),
    onSuccess: async () => {
      tell(say.takenBack)
      await entriesChanged(client, ownerId)
    },
    onError: sayFailed,
  })
  return (
    <div className={`${tickets['ticket']} ${tickets['person']}`}>
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <strong>{rater.name}</strong>, {rater.role}{' '}
        {rater.isFreeMail ? (
          <span className={styles['mark']} data-warn>
            {say.freeMail}
          </span>
        ) : null}
        <p className={styles['quiet']}>{rater.email}</p>
      </div>
      {mayTakeBack ? (
        <Button
          size="compact-sm"
          variant="default"
          style={{ flex: 'none' }}
          loading={takeBack.isPending}
          aria-label={say.takeBackNamed(rater.name)}
          onClick={() => takeBack.mutate()}
        >
          {say.takeBack}
        </Button>
      ) : null}
    </div>
  )
}

const Naming = z.object({
  name: z.string().trim().min(1, { error: 'Write their name.' }).pipe(PersonName),
  email: Email,
  role: z.string().pipe(z.enum(ASSESSOR_ROLES, { error: 'Choose what they are.' })),
})
const EMPTY = { name: '', email: '', role: '' }

function Adding({ ownerId, round: { itemId } }: Props): ReactNode {
  const client = useQueryClient()
  const [id, setId] = useState(() => newId())
  const form = useKeptForm(`rater/${ownerId}/${itemId}`, Naming, EMPTY)
  const send = form.submit(async (rater) => {
    await call(askRaters, {
      params: { ownerId, itemId },
      body: { raters: [{ id, ...rater, role: AssessorRole.parse(rater.role) }] },
    }).catch((error: unknown) => {
      throw ofTheOne(error)
    })
    setId(newId())
    await form.draft.discard()
    form.afresh()
    tell(say.added(rater.name))
    document.getElementById(`rater-name-${itemId}`)?.focus()
    await entriesChanged(client, ownerId)
  })
  return (
    <form onSubmit={send} noValidate aria-label={say.add}>
      <div className={own['adding']}>
        <TextInput id={`rater-name-${itemId}`} label={say.name} maxLength={200} autoComplete="off" {...form.text('name')} />
        <TextInput label={say.email} type="email" maxLength={254} autoComplete="off" {...form.text('email')} />
        <NativeSelect label={say.role} data={[{ value: '', label: say.chooseRole }, ...ASSESSOR_ROLES]} {...form.text('role')} />
      </div>
      <FormFault form={form} />
      <div className={own['acts']}>
        <Button type="submit" size="xs" loading={form.busy}>
          {say.addOne}
        </Button>
      </div>
    </form>
  )
}

/** The server says which of several is at fault; here there is one. */
const ofTheOne = (error: unknown): unknown =>
  error instanceof CallFault
    ? new CallFault({
        ...error,
        title: error.title,
        fields: error.fields.map((one) => ({ ...one, path: one.path.replace(/^raters\.0\./, '') })),
      })
    : error
