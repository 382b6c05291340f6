import { Alert, Button, Group, Loader, Modal, NativeSelect, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { isAnswered, isScaled, scaleOf, type Answers } from '#domain/assessments/answers.ts'
import { declineFeedback, feedbackPhoto, type RaterView } from '#domain/assessments/msf-contract.ts'
import { addressOf } from '#domain/endpoint.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { Page } from '#web/ui/page.tsx'
import { FormFields } from './form-fields.tsx'
import styles from './forms.module.css'
import { feedbackQuery } from './round-queries.ts'
import { roundWords } from './round-words.ts'
import { useAct } from './ticket-acts.tsx'
import tickets from './tickets.module.css'
import { useFeedbackForm } from './use-feedback-form.ts'

const route = getRouteApi('/feedback/$code')
const say = roundWords.feedback

/** Where a colleague without an account is led by the link in their letter, to say how a doctor works (F5). */
export function FeedbackPage(): ReactNode {
  const { code } = route.useParams()
  const { data, error, refetch } = useQuery(feedbackQuery(code))
  const [over, setOver] = useState<readonly [title: string, text: string] | null>(null)
  if (over !== null) return <Told title={over[0]} text={over[1]} />
  if (data === undefined && error !== null) {
    const isGone = error instanceof CallFault && error.code === 'link_expired'
    return <Told title={isGone ? say.goneTitle : say.failed} text={sayFault(error)} />
  }
  if (data === undefined) {
    return (
      <Page title={say.title} helpPage="feedback" narrow>
        <Loader aria-label={say.loading} m="5vh auto" display="block" />
      </Page>
    )
  }
  if (data.state !== 'open' || data.form === null) {
    const [title, text] = say.states[data.state === 'open' ? 'closed' : data.state]
    return <Told title={title} text={text} />
  }
  return (
    <Page title={say.asks(data.trainee.name)} helpPage="feedback" narrow>
      <Filling
        key={data.draft?.version ?? 0}
        code={code}
        view={data}
        form={data.form}
        onOver={(title, text) => setOver([title, text])}
        onNewest={async () => void (await refetch())}
      />
    </Page>
  )
}

function Told({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <Page title={title} helpPage="feedback" narrow>
      <div role="status" className={styles['card']}>
        <Text>{text}</Text>
      </div>
    </Page>
  )
}

interface Props {
  readonly code: string
  readonly view: RaterView
  readonly form: NonNullable<RaterView['form']>
  readonly onOver: (title: string, text: string) => void
  readonly onNewest: () => Promise<void>
}

function Filling({ code, view, form: asked, onOver, onNewest }: Props): ReactNode {
  const element = useRef<HTMLFormElement>(null)
  const form = useFeedbackForm(code, view, element)
  const [asking, setAsking] = useState<'send' | 'decline' | null>(null)
  const decline = useAct()
  const all: Answers = Object.assign({}, ...Object.values(form.answers)) as Answers
  const isOver = form.keeping === 'over' || form.keeping === 'refused' || form.keeping === 'stale'
  return (
    <form
      noValidate
      ref={element}
      onSubmit={(event) => {
        event.preventDefault()
        setAsking('send')
      }}
    >
      <section className={styles['card']} aria-label={say.title}>
        <div className={tickets['head']}>
          {view.trainee.hasPhoto ? (
            <img
              src={addressOf(feedbackPhoto, { code })}
              alt={say.photo(view.trainee.name)}
              width={72}
              height={72}
              className={tickets['photo']}
            />
          ) : null}
          <div>
            <Text fw={600}>{say.hello(view.rater.name)}</Text>
            <p className={styles['quiet']}>{say.until(view.closesOn)}</p>
          </div>
        </div>
        <Text size="sm">{say.unnamed(view.trainee.name)}</Text>
        <Text size="sm" mt="xs">
          {say.careful}
        </Text>
        <NativeSelect
          mt="md"
          label={say.role}
          data={[...view.roles]}
          value={form.role}
          error={form.faults['role']}
          onChange={({ currentTarget }) => form.setRole(currentTarget.value)}
        />
      </section>
      {asked.sections.map((section) => (
        <section key={section.id} className={styles['card']} aria-labelledby={`section-${section.id}`}>
          <div className={styles['head']}>
            <h2 id={`section-${section.id}`}>{section.title}</h2>
          </div>
          {section.about === undefined ? null : (
            <Text size="sm" mb="md">
              {section.about}
            </Text>
          )}
          <FormFields
            form={asked}
            section={section}
            answers={form.answers[section.id] ?? {}}
            others={all}
            faults={form.faults}
            onChange={(answers) => form.setSection(section.id, answers)}
          />
        </section>
      ))}
      {form.fault === null ? null : (
        <Alert color="red" variant="light" mt="md">
          {form.fault}
        </Alert>
      )}
      <div role="status" className={styles['quiet']} style={{ marginTop: 12, minHeight: 22 }}>
        {say.rated(ratedIn(asked, all), view.leastRated)}{' '}
        {form.keeping === 'kept' ? say.kept : form.keeping === 'keeping' ? say.keeping : form.keeping === 'failed' ? say.notKept : null}
        {form.keeping === 'over' ? <Alert color="yellow">{form.told}</Alert> : null}
        {form.keeping === 'refused' || form.keeping === 'unfit' ? (
          <Alert color="red" variant="light">
            {form.told} {form.keeping === 'refused' ? say.notKeptAny : say.unfit}
          </Alert>
        ) : null}
        {form.keeping === 'stale' ? (
          <Alert color="yellow">
            {say.stale}{' '}
            <Button size="compact-sm" variant="default" onClick={() => void onNewest()}>
              {say.openNewest}
            </Button>
          </Alert>
        ) : null}
      </div>
      <div className={styles['foot']}>
        <Button variant="default" onClick={() => setAsking('decline')}>
          {say.decline}
        </Button>
        <Button type="submit" loading={form.busy} disabled={isOver}>
          {say.send}
        </Button>
      </div>
      <Modal opened={asking === 'send'} onClose={() => setAsking(null)} title={say.sendTitle}>
        <Text>{say.sendText}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsking(null)}>
            {say.goBack}
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              setAsking(null)
              void form.send().then((isSent) => (isSent ? onOver(say.thanks, say.sent) : undefined))
            }}
          >
            {say.send}
          </Button>
        </Group>
      </Modal>
      <Modal opened={asking === 'decline'} onClose={() => setAsking(null)} title={say.declineTitle}>
        <Text>{say.declineText}</Text>
        {decline.fault === null ? null : (
          <Alert color="red" variant="light" mt="md">
            {decline.fault}
          </Alert>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsking(null)}>
            {say.goBack}
          </Button>
          <Button
            data-autofocus
            loading={decline.busy}
            onClick={() =>
              decline.run(async () => {
                await call(declineFeedback, { params: { code }, body: {} })
                onOver(say.thanks, say.declinedNow)
              })
            }
          >
            {say.decline}
          </Button>
        </Group>
      </Modal>
    </form>
  )
}

/** How many scales were rated: not left, and not 'unable to comment'. */
const ratedIn = (form: Props['form'], answers: Answers): number =>
  form.sections
    .flatMap(({ fields }) => fields)
    .filter((field) => {
      const answer = answers[field.id]
      if (field.kind !== 'scale' || !isAnswered(answer) || !isScaled(answer)) return false
      return scaleOf(form, field.scale).levels.find(({ code }) => code === answer.level)?.isNotObserved !== true
    }).length
