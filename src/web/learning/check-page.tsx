import { Alert, Button, Group, Loader, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import IconBan from '@tabler/icons-react/dist/esm/icons/IconBan.mjs'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { z } from 'zod'
import type { checkCertificate } from '#domain/learning/contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { Page } from '#web/ui/page.tsx'
import styles from './certificates.module.css'
import { checkQuery } from './learning-queries.ts'
import { words } from './words.ts'

const say = words.check
const route = getRouteApi('/check/$code')

/** Anybody checks a certificate here, signed in or not (L8). */
export function CheckPage(): ReactNode {
  return (
    <Page title={say.title} helpPage="certificates" narrow>
      <CodeForm code="" />
    </Page>
  )
}

/** The address a certificate's QR code leads to. */
export function CheckCodePage(): ReactNode {
  const { code } = route.useParams()
  const { data, error } = useQuery(checkQuery(code))
  return (
    <Page title={say.title} helpPage="certificates" narrow>
      <div role="status">
        {data !== undefined ? (
          <Checked checked={data} />
        ) : error === null ? (
          <Loader aria-label={words.loading} m="5vh auto" display="block" />
        ) : (
          <Alert
            color="red"
            variant="light"
            mb="lg"
            role="presentation"
            title={error instanceof CallFault && error.code === 'not_found' ? say.wrong : say.failed}
          >
            {sayFault(error)}
          </Alert>
        )}
      </div>
      <CodeForm key={code} code={code} />
    </Page>
  )
}

function CodeForm({ code }: { readonly code: string }): ReactNode {
  const navigate = useNavigate()
  const [typed, setTyped] = useState(code)
  const [fault, setFault] = useState<string | null>(null)
  const check = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const wanted = typed.trim()
    if (wanted !== '') return void navigate({ to: '/check/$code', params: { code: wanted } })
    setFault(say.empty)
    event.currentTarget.querySelector('input')?.focus()
  }
  return (
    <form onSubmit={check} noValidate className={styles.form}>
      <TextInput
        label={say.code}
        description={say.explain}
        value={typed}
        error={fault}
        maxLength={100}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value)
          setFault(null)
        }}
      />
      <Group mt="md">
        <Button type="submit">{say.check}</Button>
      </Group>
    </form>
  )
}

function Checked({ checked }: { readonly checked: z.output<(typeof checkCertificate.schema.response)[200]> }): ReactNode {
  const isVoid = checked.state === 'void'
  return (
    <section className={styles.checked} data-void={isVoid || undefined} aria-labelledby="checked">
      <div className={styles.checkedHead}>
        {isVoid ? <IconBan size={28} aria-hidden /> : <IconCircleCheckFilled size={28} aria-hidden />}
        <h2 id="checked">{isVoid ? say.void : say.valid}</h2>
      </div>
      {isVoid && <p>{say.voidText}</p>}
      <dl className={styles.facts}>
        <dt>{say.name}</dt>
        <dd>
          <bdi>{checked.name}</bdi>
        </dd>
        <dt>{say.module}</dt>
        <dd>{checked.module}</dd>
        <dt>{say.passedOn}</dt>
        <dd>{longDate(checked.passedOn)}</dd>
        <dt>{isVoid ? say.creditsThen : say.credits}</dt>
        <dd>
          {checked.credits.length === 0 ? (
            say.noCredits
          ) : (
            <ul className={styles.credits}>
              {checked.credits.map(({ organisation, amount, selfAssessed }) => (
                <li key={organisation}>
                  {`${organisation}: ${amount}`}
                  {selfAssessed && <span className={styles.quiet}>{` (${say.selfAssessed})`}</span>}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
      {checked.credits.length > 0 && <p className={styles.quiet}>{say.creditsMore}</p>}
    </section>
  )
}
