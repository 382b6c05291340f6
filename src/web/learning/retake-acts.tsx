import { Button, Group, Modal, Text } from '@mantine/core'
import { useMemo, useState, type ReactNode } from 'react'
import type { MyModule } from '#domain/learning/contract.ts'
import { cpdYear, longDate } from '#domain/plain-date.ts'
import { useSync } from '#web/connections/use-sync.ts'
import { usePreferences } from '#web/platform/queries.ts'
import { useAwardWords } from './credits-said.tsx'
import { useRetake, useTakeAgain } from './module-acts.ts'
import styles from './module-page.module.css'
import { words } from './words.ts'

const say = words.retake

/** What can be done again: retake, which voids, and take again, which keeps (L7). */
export function RetakeActs({ mine }: { readonly mine: MyModule }): ReactNode {
  const { moduleId, last, can } = mine
  const [asking, setAsking] = useState(false)
  if (last === null) return null
  return (
    <>
      {can.retake && (
        <Button variant="default" onClick={() => setAsking(true)}>
          {words.standing.retake}
        </Button>
      )}
      {can.takeAgain && <TakeAgain moduleId={moduleId} after={last.attemptId} />}
      {asking && <RetakeWindow mine={mine} last={last} onClose={() => setAsking(false)} />}
    </>
  )
}

function TakeAgain({ moduleId, after }: { readonly moduleId: string; readonly after: string }): ReactNode {
  const again = useTakeAgain(moduleId, after)
  return (
    <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
      {words.standing.again}
    </Button>
  )
}

interface WindowProps {
  readonly mine: MyModule
  readonly last: NonNullable<MyModule['last']>
  readonly onClose: () => void
}

/** Names what a retake makes void, and asks (L7). */
function RetakeWindow({ mine: { moduleId, row, certificate, can }, last, onClose }: WindowProps): ReactNode {
  const { yearStartsIn } = usePreferences()
  const award = useAwardWords()
  const sync = useSync(useMemo(() => (row === null ? [] : [row.itemId]), [row]))
  const retake = useRetake(moduleId, last.attemptId)
  const goes = [say.score(last.percent)]
  if (certificate !== null) {
    const { from, to } = cpdYear(certificate.passedOn, yearStartsIn)
    const year = `${longDate(from)} to ${longDate(to)}`
    // Every organisation's, for a retake voids them all, whichever is chosen now.
    for (const { name, amount } of certificate.awards.map(award)) goes.push(say.credits(amount, name, year))
    goes.push(say.certificate(certificate.code))
  }
  const sentTo = row === null || sync === null ? [] : sync.connections.filter(({ id }) => sync.find(row.itemId, id)?.sentAt)
  for (const { name } of sentTo) goes.push(say.sent(name))
  if (row !== null && row.completedOn !== null) goes.push(say.completed(longDate(row.completedOn)))
  return (
    <Modal opened onClose={onClose} title={say.title} yOffset="10vh">
      <Text>{say.ask}</Text>
      <ul className={styles.goes}>
        {goes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {can.takeAgain && certificate !== null ? say.keep : say.after}
      </Text>
      <Group mt="lg" justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          {words.cancel}
        </Button>
        <Button loading={retake.isPending} onClick={() => retake.mutate(undefined, { onError: onClose })}>
          {say.confirm}
        </Button>
      </Group>
    </Modal>
  )
}
