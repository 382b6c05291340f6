import { Badge, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { sayMoment, useZone } from '#web/platform/zone.ts'
import { Asked } from '#web/ui/asked.tsx'
import { CollegeFrame } from '#web/ui/college-frame.tsx'
import { curriculaQuery } from './curricula-queries.ts'
import styles from './curricula.module.css'
import { words } from './words.ts'

const say = words.list

/** Every version of every curriculum, for the college's administrator (T10). */
export function CurriculaPage(): ReactNode {
  const asked = useQuery(curriculaQuery)
  const zone = useZone()
  return (
    <CollegeFrame title={say.title} helpPage="curricula" failed={asked.error !== null} reading>
      <Asked asked={asked}>
        {({ curricula }) => (
          <>
            <Text size="sm" c="dimmed" mb="md">
              {say.intro}
            </Text>
            <ul className={styles.list}>
              {curricula.map((one) => (
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
                      ...(one.replaces === null ? [] : [say.replaces(nameOf(curricula, one.replaces))]),
                    ].join(' · ')}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {say.parts(one.parts)}
                  </Text>
                </li>
              ))}
            </ul>
          </>
        )}
      </Asked>
    </CollegeFrame>
  )
}

const nameOf = (curricula: readonly { id: string; title: string; version: string }[], id: string): string => {
  const found = curricula.find((one) => one.id === id)
  return found === undefined ? id : `${found.title} (${found.version})`
}
