import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSession } from '#web/platform/session-store.ts'
import classes from './help-window.module.css'
import { words } from './words.ts'

/** Whom to contact, as the installation says (H1). */
export function Contact(): ReactNode {
  const { email, phone, hours } = useSession().house.support
  return (
    <section className={classes['box']} aria-labelledby="contact-support">
      <Title order={3} id="contact-support">
        {words.contact}
      </Title>
      {email === null && phone === null ? (
        words.contactNone
      ) : (
        <dl>
          {email === null ? null : (
            <>
              <dt>{words.email}</dt>
              <dd>
                <a href={`mailto:${email}`}>{email}</a>
              </dd>
            </>
          )}
          {phone === null ? null : (
            <>
              <dt>{words.phone}</dt>
              <dd>
                <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>
              </dd>
            </>
          )}
          {hours === null ? null : (
            <>
              <dt>{words.hours}</dt>
              <dd>{hours}</dd>
            </>
          )}
        </dl>
      )}
    </section>
  )
}
