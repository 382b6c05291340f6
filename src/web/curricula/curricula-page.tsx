import { Badge, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { Page } from '#web/ui/page.tsx'
import { curriculaQuery } from './curricula-queries.ts'
import styles from './curricula.module.css'
import { Waiting } from './waiting.tsx'
import { words } from './words.ts'

const say = words.list

/** Every version of every curriculum, for the college's administrator (T10). */
export function CurriculaPage(): ReactNode {
  const { data, error, refetch } = useQuery(curriculaQuery)
  const zone = useZone()
  return (
    <Page title={say.title} helpPage="curricula" narrow>
      <Text mb="lg">{say.intro}</Text>
      {data === undefined ? (
        <Waiting error={error} onRetry={() => void refetch()} />
      ) : (
        <ul className={styles.list}>
          {data.curricula.map((one) => (
            <li key={one.id} className={styles.line}>
              <Group gap="xs" align="baseline">
                <h2 className={styles.name}>
                  <Link to="/college/curricula/$curriculumId" params={{ curriculumId: one.id }}>
                    {`${one.title} (${one.version})`}
                  </Link>
                </h2>
                <Badge variant="light" color={one.certainty === 'checked' ? 'teal' : 'gray'} className={styles.mark}>
                  {words.certainty[one.certainty]}
                </Badge>
              </Group>
              <Text size="sm">
                {[
                  say.trainees(one.trainees),
                  one.editedAt === null ? say.asItCame : say.edited(one.number, one.editedBy ?? '', sayMoment(one.editedAt, zone)),
                  ...(one.replaces === null ? [] : [say.replaces(one.replaces)]),
                ].join(' · ')}
              </Text>
              <Text size="sm" c="dimmed">
                {say.parts(one.parts)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
