import { Alert, Button, Checkbox, Group, Text, Title } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { MOST_MOVED_AT_ONCE, moveTrainees } from '#domain/curriculum/edition-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { movableQuery } from './curricula-queries.ts'
import styles from './curricula.module.css'
import { words } from './words.ts'

const say = words.move

/** Moves trainees, or all of a programme in a training year, to this version (T10). */
export function MovePart({ curriculumId }: { readonly curriculumId: string }): ReactNode {
  const { data } = useQuery(movableQuery(curriculumId))
  const client = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const [progress, setProgress] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  if (data === undefined || data.from === null) return null

  const choose = (ownerIds: readonly string[], is: boolean) => {
    setAsking(false)
    setChosen((now) => {
      const next = new Set(now)
      for (const id of ownerIds)
        if (is) next.add(id)
        else next.delete(id)
      return next
    })
  }
  const move = async () => {
    const all = [...chosen]
    let [moved, proposed] = [0, 0]
    setFault(null)
    try {
      for (let start = 0; start < all.length; start += MOST_MOVED_AT_ONCE) {
        setProgress(say.moving(start, all.length))
        const answer = await call(moveTrainees, {
          params: { curriculumId },
          body: { ownerIds: all.slice(start, start + MOST_MOVED_AT_ONCE) },
        })
        moved += answer.moved
        proposed += answer.proposed
      }
      setChosen(new Set())
    } catch (error) {
      setFault(sayFault(error))
    }
    setSaid(say.done(moved, proposed))
    setProgress(null)
    setAsking(false)
    await client.invalidateQueries({ queryKey: ['college', 'curricula'] })
  }

  return (
    <section className={styles.section}>
      <Title order={2} size="h4" mb={4}>
        {say.title}
      </Title>
      <Text size="sm" mb="sm">
        {say.help(data.from.title, data.from.version)}
      </Text>
      <div role="status">{said !== null && <Text fw={600}>{said}</Text>}</div>
      {fault !== null && (
        <Alert color="red" variant="light" my="sm">
          {fault}
        </Alert>
      )}
      {data.programmes.length === 0 && <Text>{say.nobody}</Text>}
      {data.programmes.map((programme) => (
        <div key={programme.id}>
          <Title order={3} size="h6" mt="sm">
            {programme.title}
          </Title>
          {programme.years.map(({ code, trainees }) => {
            const ids = trainees.map(({ ownerId }) => ownerId)
            const count = ids.filter((id) => chosen.has(id)).length
            return (
              <div key={code} className={styles.fields}>
                <Checkbox
                  mt="xs"
                  label={`${say.all(say.year(code), programme.title)}: ${say.count(ids.length)}`}
                  checked={count === ids.length}
                  indeterminate={count > 0 && count < ids.length}
                  onChange={({ currentTarget: { checked } }) => choose(ids, checked)}
                />
                <details>
                  <summary>{say.each}</summary>
                  {trainees.map(({ ownerId, name }) => (
                    <Checkbox
                      key={ownerId}
                      mt={6}
                      ml="md"
                      label={say.choose(name)}
                      checked={chosen.has(ownerId)}
                      onChange={({ currentTarget: { checked } }) => choose([ownerId], checked)}
                    />
                  ))}
                </details>
              </div>
            )
          })}
        </div>
      ))}
      {data.programmes.length > 0 && !asking && (
        <Button mt="md" variant="default" disabled={chosen.size === 0} onClick={() => setAsking(true)}>
          {say.move(chosen.size)}
        </Button>
      )}
      {asking && (
        <Group mt="md" role="group" aria-label={say.sure}>
          <Text>{progress ?? say.sure}</Text>
          <Button loading={progress !== null} onClick={() => void move()}>
            {say.yes}
          </Button>
          <Button variant="default" disabled={progress !== null} onClick={() => setAsking(false)}>
            {say.no}
          </Button>
        </Group>
      )}
    </section>
  )
}
