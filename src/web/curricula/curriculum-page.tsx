import { Alert, Button, Group, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { goBackTo, type EditableCurriculum } from '#domain/curriculum/edition-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { Awaited } from '#web/ui/asked.tsx'
import { CollegeFrame } from '#web/ui/college-frame.tsx'
import { Changes } from './changes.tsx'
import { curriculumQuery } from './curricula-queries.ts'
import styles from './curricula.module.css'
import { MovePart } from './move-part.tsx'
import { NewVersionPart } from './new-version-part.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/college/curricula/$curriculumId')
const say = words.one

/** One version: its facts, its history, the next version, and moving trainees to it (T10). */
export function CurriculumPage(): ReactNode {
  const { curriculumId } = route.useParams()
  const { data, error, refetch } = useQuery(curriculumQuery(curriculumId))
  if (data === undefined) {
    return (
      <CollegeFrame title={words.list.title} helpPage="curricula" failed={error !== null} reading>
        <Awaited fault={error} onRetry={() => void refetch()} />
      </CollegeFrame>
    )
  }
  const { document, followedBy } = data
  return (
    <CollegeFrame
      title={`${document.title} (${document.version})`}
      helpPage="curricula"
      reading
      left={
        <Button renderRoot={(props) => <Link to="/college/curricula/$curriculumId/edit" params={{ curriculumId }} {...props} />}>
          {say.edit}
        </Button>
      }
    >
      <Text size="sm">{`${say.whole}: ${words.certainty[document.certainty]}. ${say.source}: ${document.source}`}</Text>
      {document.note !== undefined && (
        <Text size="sm" c="dimmed" mt={6}>
          {document.note}
        </Text>
      )}
      {followedBy.map((next) => (
        <Text key={next.id} size="sm" className={styles.links ?? ''}>
          {`${say.follows}: `}
          <Link to="/college/curricula/$curriculumId" params={{ curriculumId: next.id }}>{`${next.title} (${next.version})`}</Link>
        </Text>
      ))}
      {document.replaces !== undefined && <MovePart key={curriculumId} curriculumId={curriculumId} />}
      <History curriculumId={curriculumId} curriculum={data} />
      <NewVersionPart key={`${curriculumId} next`} curriculumId={curriculumId} />
    </CollegeFrame>
  )
}

function History({ curriculumId, curriculum }: { readonly curriculumId: string; readonly curriculum: EditableCurriculum }): ReactNode {
  const { history, number, isFile } = curriculum
  const zone = useZone()
  const client = useQueryClient()
  const back = useMutation({
    mutationFn: (backTo: number) => call(goBackTo, { params: { curriculumId }, body: { number, backTo } }),
    onSuccess: () => notifications.show({ message: say.wentBack }),
    onSettled: () => client.invalidateQueries({ queryKey: ['college', 'curricula'] }),
  })
  const goBack = (to: number) =>
    to !== number && (
      <Button
        size="compact-sm"
        variant="default"
        mt={6}
        loading={back.isPending && back.variables === to}
        onClick={() => back.mutate(to)}
        aria-label={`${say.goBack}: ${to === 0 ? say.asItCame : say.edition(to)}`}
      >
        {say.goBack}
      </Button>
    )
  return (
    <section className={styles.section}>
      <Title order={2} size="h4" mb="xs">
        {say.history}
      </Title>
      {back.error !== null && (
        <Alert color="red" variant="light" mb="sm">
          {sayFault(back.error)}
        </Alert>
      )}
      {history.length === 0 && <Text>{say.noHistory}</Text>}
      <ul className={styles.list}>
        {history.map((edition) => (
          <li key={edition.number} className={styles.line}>
            <Group gap="xs">
              <Text fw={600}>{say.edition(edition.number)}</Text>
              <Text size="sm" c="dimmed">
                {[say.by(edition.editedBy, sayMoment(edition.editedAt, zone)), ...(edition.number === number ? [say.newest] : [])].join(
                  ' · ',
                )}
              </Text>
            </Group>
            {edition.backTo !== null && <Text size="sm">{say.backTo(edition.backTo)}</Text>}
            {edition.changes.length === 0 ? <Text size="sm">{say.copied}</Text> : <Changes changes={edition.changes} />}
            {goBack(edition.number)}
          </li>
        ))}
        {history.length > 0 && isFile && (
          <li className={styles.line}>
            <Text fw={600}>{say.asItCame}</Text>
            {goBack(0)}
          </li>
        )}
      </ul>
    </section>
  )
}
