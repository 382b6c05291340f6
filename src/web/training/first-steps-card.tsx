import { Button, Text } from '@mantine/core'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import type { ReactNode } from 'react'
import type { FirstStep } from '#domain/training/first-steps.ts'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useCheckStep, type Enrolment } from './enrolment-web-queries.ts'
import { PageLink } from './page-link.tsx'
import { words } from './programme-words.ts'
import styles from './training.module.css'

const say = words.steps
type Step = NonNullable<Enrolment['steps']>[number]

const TEXTS: Readonly<Record<FirstStep, { title: string; text: string; open: string }>> = {
  details: { title: say.details, text: say.detailsText, open: say.detailsOpen },
  photo: { title: say.photo, text: say.photoText, open: say.photoOpen },
  declarations: { title: say.declarations, text: say.declarationsText, open: say.declarationsOpen },
  certificates: { title: say.certificates, text: say.certificatesText, open: say.certificatesOpen },
}
const LACKS = { phone: say.detailsLacks, photo: say.photoLacks } as const

/** What to do first in a training year (T3); gone once all is done. */
export function FirstStepsCard({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  const check = useCheckStep()
  const left = steps.filter(({ done }) => !done).length
  if (left === 0) return null
  return (
    <section className={styles.card} aria-labelledby="first-steps">
      <div className={styles.cardHead}>
        <h2 id="first-steps">{say.title}</h2>
        <span className={styles.quiet} role="status">
          {say.done(steps.length - left, steps.length)}
        </span>
      </div>
      <ul className={styles.steps}>
        {steps.map((one) => (
          <OneStep key={one.step} {...one} check={check} />
        ))}
      </ul>
      <Text role="alert" size="sm" c="var(--mantine-color-error)">
        {check.error === null ? '' : sayFault(check.error)}
      </Text>
    </section>
  )
}

function OneStep({ step, done, lacks, check }: Step & { readonly check: ReturnType<typeof useCheckStep> }): ReactNode {
  const { id } = usePerson()
  const { title, text, open } = TEXTS[step]
  const to = step === 'details' || step === 'photo' ? '/profile' : `/record/${id}/${step}`
  const act = lacks === 'photo' ? say.without : say.check
  return (
    <li className={styles.step} data-done={done || undefined}>
      <span className={styles.mark} aria-hidden>
        {done ? <IconCircleCheckFilled size={22} /> : null}
      </span>
      <div className={styles.stepText}>
        <strong>{title}</strong>
        {done ? <span className={styles.quiet}> {say.isDone}</span> : null}
        {done ? null : <p className={styles.quiet}>{lacks === null ? text : `${text} ${LACKS[lacks]}`}</p>}
      </div>
      {done ? null : (
        <div className={styles.stepActs}>
          <PageLink to={to} size="compact-md" fz="sm" h={34} variant={lacks === 'phone' ? 'filled' : 'default'}>
            {open}
          </PageLink>
          {step === 'declarations' || lacks === 'phone' ? null : (
            <Button
              size="compact-md"
              fz="sm"
              h={34}
              variant="light"
              aria-label={say.named(act, title)}
              loading={check.isPending && check.variables === step}
              onClick={() => check.mutate(step)}
            >
              {act}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
