import { Alert, Button, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs'
import { useState, type ReactNode } from 'react'
import { takeBackAbsence, type Absence, type YearAway } from '#domain/training/absence-contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { AbsenceWindow } from './absence-window.tsx'
import { absencesQuery, usePress } from './placement-queries.ts'
import { words } from './placement-words.ts'
import styles from './record.module.css'
import { Asked } from '#web/ui/asked.tsx'
import { Part } from './training-parts.tsx'

const route = getRouteApi('/signed-in/record/$ownerId/absence')
const say = words.absence

/** Absence and time out of training of one trainee (T20). */
export function AbsencePage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const asked = useQuery(absencesQuery(ownerId))
  const [recording, setRecording] = useState(false)
  const [takingBack, setTakingBack] = useState<Absence | null>(null)
  return (
    <RecordFrame
      ownerId={ownerId}
      title={own || asked.data === undefined ? say.own : say.title(asked.data.name)}
      helpPage="placements"
      failed={asked.error !== null}
      reading
    >
      <Asked asked={asked}>
        {({ can, years, absences }) => (
          <>
            {years.map((year) => (
              <Year key={year.from} year={year} />
            ))}
            <Part
              id="absences"
              title={say.list}
              mayNot={can.write}
              act={
                <Button size="xs" onClick={() => setRecording(true)}>
                  {say.record}
                </Button>
              }
            >
              <p className={styles['quiet']}>{say.text}</p>
              {absences.length === 0 ? <Text mt="xs">{say.none}</Text> : null}
              <ul className={styles['rows']}>
                {absences.map((one) => (
                  <li key={one.id}>
                    <One absence={one} />
                    {can.write === null && one.takenBackBy === null ? (
                      <Button
                        variant="default"
                        size="xs"
                        aria-label={`${say.takeBack}: ${say.types[one.type] ?? one.type}, ${words.span(one.from, one.until)}`}
                        onClick={() => setTakingBack(one)}
                      >
                        {say.takeBack}
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
            </Part>
          </>
        )}
      </Asked>
      {recording ? <AbsenceWindow ownerId={ownerId} onClose={() => setRecording(false)} /> : null}
      {takingBack === null ? null : <TakeBack ownerId={ownerId} absence={takingBack} onClose={() => setTakingBack(null)} />}
    </RecordFrame>
  )
}

function Year({ year: { code, workingDays, isTold, from, until } }: { readonly year: YearAway }): ReactNode {
  if (workingDays === 0) return null
  return (
    <Alert variant="light" color={isTold ? 'yellow' : 'gray'} mb="md" role="presentation" icon={<IconInfoCircle size={18} aria-hidden />}>
      <Text size="sm" fw={650}>
        {say.year(code, workingDays)}
      </Text>
      <Text size="sm">
        {words.span(from, until)}. {isTold ? say.told : say.most}
        {isTold ? '' : '.'}
      </Text>
    </Alert>
  )
}

function One({ absence: { type, from, until, workingDays, note, recordedBy, takenBackBy } }: { readonly absence: Absence }): ReactNode {
  return (
    <div className={styles['main']}>
      <strong>{say.types[type] ?? type}</strong>{' '}
      <span className={styles['mark']}>{takenBackBy === null ? say.one(workingDays) : say.takenBack(takenBackBy)}</span>
      <p className={styles['quiet']}>
        {words.span(from, until)}, {say.by(recordedBy)}
      </p>
      {note === '' ? null : <p className={styles['quiet']}>{note}</p>}
    </div>
  )
}

function TakeBack({
  ownerId,
  absence,
  onClose,
}: {
  readonly ownerId: string
  readonly absence: Absence
  readonly onClose: () => void
}): ReactNode {
  const press = usePress(() => call(takeBackAbsence, { params: { ownerId, absenceId: absence.id }, body: {} }))
  return (
    <Modal opened onClose={onClose} title={`${say.types[absence.type] ?? absence.type}, ${words.span(absence.from, absence.until)}`}>
      <Text size="sm">{say.takeBackText}</Text>
      <div role="alert">{press.error === null ? null : <Text c="var(--mantine-color-error)">{sayFault(press.error)}</Text>}</div>
      <div className={styles['acts']} style={{ justifyContent: 'flex-end', marginTop: 16 }}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {words.cancel}
        </Button>
        <Button loading={press.isPending} onClick={() => press.mutate(undefined, { onSuccess: onClose })}>
          {say.takeBack}
        </Button>
      </div>
    </Modal>
  )
}
