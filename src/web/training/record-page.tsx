import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RecordView } from '#domain/training/placement-contract.ts'
import { ElsewherePart } from '#web/elsewhere/elsewhere-part.tsx'
import { usePerson } from '#web/platform/session-store.ts'
import { PersonPhoto } from '#web/ui/person-photo.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { EndTraining } from './end-training.tsx'
import { recordQuery } from './placement-queries.ts'
import { words } from './placement-words.ts'
import { CorrectionState } from './programme-corrections.tsx'
import { Placements, Years } from './record-placements.tsx'
import { Panel, Supervisors } from './record-supervisors.tsx'
import styles from './record.module.css'
import { Asked } from '#web/ui/asked.tsx'
import { Part } from './training-parts.tsx'

const route = getRouteApi('/signed-in/record/$ownerId')
const say = words.record

/** One trainee's record, to them and to everybody who may read it. */
export function RecordPage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const asked = useQuery(recordQuery(ownerId))
  const title = own ? say.own : asked.data === undefined ? say.own : say.title(asked.data.person.name)
  return (
    <RecordFrame
      ownerId={ownerId}
      title={title}
      helpPage={own ? 'placements' : 'supervisors'}
      failed={asked.error !== null}
      noAbsence={asked.data?.can.readAbsence ?? null}
    >
      <Asked asked={asked}>
        {(record) => (
          <>
            <Person record={record} />
            {record.corrections === null || record.corrections.length === 0 ? null : (
              <Part id="corrections" title={say.corrections}>
                <ul className={styles['rows']}>
                  {record.corrections.map((correction) => (
                    <li key={correction.id}>
                      <div className={styles['main']}>
                        <Text size="sm" fw={600}>
                          {correction.about}
                        </Text>
                        <CorrectionState correction={correction} />
                      </div>
                    </li>
                  ))}
                </ul>
              </Part>
            )}
            <ElsewherePart ownerId={ownerId} counts={record.signedElsewhere} />
            <Supervisors record={record} own={own} />
            <Placements record={record} />
            <Years record={record} />
            <Panel record={record} />
            <EndTraining record={record} />
          </>
        )}
      </Asked>
    </RecordFrame>
  )
}

function Person({ record: { person, programme, enrolment } }: { readonly record: RecordView }): ReactNode {
  const facts: (readonly [string, string])[] = [
    [say.programme, programme === null ? say.noProgramme : programme.title],
    [say.number, [person.professionalBody, person.professionalNumber].filter((part) => part !== '').join(' ')],
    [say.mail, person.email],
    [say.phone, [person.mobile, person.workPhone].filter((part) => part !== '').join(', ')],
    [say.grade, person.grade],
    [say.specialty, person.specialty],
  ]
  return (
    <section className={styles['card']} aria-labelledby="person">
      <div className={styles['person']}>
        <PersonPhoto person={person} size={72} />
        <div className={styles['main']}>
          <div className={styles['head']}>
            <h2 id="person">
              <bdi>{person.name}</bdi>
            </h2>
            {enrolment === null ? null : (
              <span
                className={styles['mark']}
                data-bad={enrolment.state === 'frozen' || undefined}
                data-strong={enrolment.state === 'enrolled' || undefined}
              >
                {words.enrolments[enrolment.state]}, {say.since(enrolment.state, enrolment.since)}
              </span>
            )}
          </div>
          <dl className={styles['facts']}>
            {facts
              .filter(([, value]) => value !== '')
              .map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>
                    <bdi>{value}</bdi>
                  </dd>
                </div>
              ))}
          </dl>
        </div>
      </div>
    </section>
  )
}
