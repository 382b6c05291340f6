import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readTrainingContacts } from '#domain/training/enrolment-contract.ts'
import { call } from '#web/platform/call.ts'
import { useSession } from '#web/platform/session-store.ts'
import classes from './help-window.module.css'
import { words } from './words.ts'

/** A trainee's own RCP tutors and programme, by name (H1). */
export function TrainingContact(): ReactNode {
  const { person } = useSession()
  const { data } = useQuery({
    queryKey: [person?.id, 'training-contacts'],
    queryFn: ({ signal }) => call(readTrainingContacts, { params: { ownerId: person?.id ?? '' }, signal }),
    enabled: person?.hasTraining === true,
  })
  if (data === undefined || data.programmes.length === 0) return null
  return (
    <section className={classes['box']} aria-labelledby="contact-training">
      <Title order={3} id="contact-training">
        {words.yourTraining}
      </Title>
      <dl>
        {data.tutors.map(({ name, email }) => (
          <div key={email}>
            <dt>{words.tutor}</dt>
            <dd>
              {name}, <a href={`mailto:${email}`}>{email}</a>
            </dd>
          </div>
        ))}
        {data.programmes.map(({ title, contact }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              {contact.name}
              {contact.name !== '' && contact.email !== '' ? ', ' : ''}
              {contact.email === '' ? null : <a href={`mailto:${contact.email}`}>{contact.email}</a>}
              {contact.phone === '' ? null : (
                <>
                  {' '}
                  <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>{contact.phone}</a>
                </>
              )}
              {contact.name + contact.email + contact.phone === '' ? words.askTutor : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
