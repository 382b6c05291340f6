import { Button, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { logWords } from '#domain/training/log-words.ts'
import { binItems } from '#domain/portfolio/contract.ts'
import { uploadedWorkbook, type LogFields, type LogRow } from '#domain/training/logs-contract.ts'
import { addressOf, call, sayFault } from '#web/platform/call.ts'
import { words } from './log-page-words.ts'
import styles from './logs.module.css'
import { PageLink } from './page-link.tsx'
import { usePress } from './placement-queries.ts'
import table from './record.module.css'

const say = words.list

interface Props {
  readonly ownerId: string
  readonly row: LogRow
  readonly isOwn: boolean
  /** Null where the viewer writes nothing here. */
  readonly onChange: (() => void) | null
  /** Null where it cannot be counted all the same. */
  readonly onCount: (() => void) | null
}

/** One row of a log, with why it does not count and who verified it. */
export function OneRow({ ownerId, row, isOwn, onChange, onCount }: Props): ReactNode {
  const bin = usePress(() => call(binItems, { params: { ownerId }, body: { items: [row.id] } }), say.binned)
  const { fields, verification } = row
  const more = saidOf(fields)
  const what = `: ${row.title}, ${say.span(row.from, row.until)}`
  return (
    <div className={styles['main']}>
      <bdi style={{ fontWeight: 600 }}>{row.title}</bdi> {row.isBrought ? <span className={table['mark']}>{say.brought}</span> : null}
      <p className={styles['quiet']}>
        {say.span(row.from, row.until)}
        {more === '' ? null : (
          <>
            , <bdi>{more}</bdi>
          </>
        )}
      </p>
      {fields.comments === '' ? null : (
        <p className={styles['quiet']}>
          <bdi>{fields.comments}</bdi>
        </p>
      )}
      {row.correctedBy === null ? null : <p className={styles['quiet']}>{say.corrected}</p>}
      {row.corrects === null ? null : <p className={styles['quiet']}>{say.corrects}</p>}
      {row.whyNot.length > 0 && row.countedBecause === null ? (
        <p className={styles['not']}>{say.whyNot(row.whyNot.map((one) => logWords.whyNot[one]))}</p>
      ) : null}
      {row.countedBecause === null ? null : (
        <p className={styles['quiet']}>
          <bdi>{say.counted(row.countedBecause)}</bdi>
        </p>
      )}
      <p className={styles['quiet']}>{verification === null ? say.notVerified : say.verified(verification.by, verification.as)}</p>
      <div role="alert">{bin.error === null ? null : <Text c="var(--mantine-color-error)">{sayFault(bin.error)}</Text>}</div>
      <div className={styles['acts']}>
        {onChange === null || row.correctedBy !== null ? null : (
          <Button
            variant="default"
            size="xs"
            aria-label={(verification === null ? words.form.change : words.form.correct) + what}
            onClick={onChange}
          >
            {verification === null ? words.form.change : words.form.correct}
          </Button>
        )}
        {onChange === null || verification !== null ? null : (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            aria-label={say.bin + what}
            loading={bin.isPending}
            onClick={() => bin.mutate(undefined)}
          >
            {say.bin}
          </Button>
        )}
        {isOwn ? (
          <PageLink to={`/portfolio?item=${row.id}&tab=curriculum`} variant="subtle" size="xs" aria-label={say.evidence + what}>
            {say.evidence}
          </PageLink>
        ) : null}
        {onCount === null ? null : (
          <Button variant="default" size="xs" aria-label={say.countIt + what} onClick={onCount}>
            {say.countIt}
          </Button>
        )}
        {row.uploadId === null ? null : (
          <a href={addressOf(uploadedWorkbook, { ownerId, uploadId: row.uploadId })} download style={{ fontSize: '0.8125rem' }}>
            {say.fromFile}
          </a>
        )}
      </div>
    </div>
  )
}

/** What of a row its title does not say. */
function saidOf(fields: LogFields): string {
  const parts = (...some: (string | null)[]) => some.filter((part) => part !== null && part !== '').join(', ')
  switch (fields.log) {
    case 'clinic':
      return parts(
        fields.halfDay,
        fields.type,
        fields.mode,
        `${fields.patients} ${fields.patients === 1 ? 'patient' : 'patients'}`,
        fields.supervisor,
      )
    case 'clinics brought forward':
      return say.verifier(fields.verifier)
    case 'procedure':
      return parts(
        fields.context,
        fields.role,
        fields.success === 'no' ? 'not successful' : fields.success === 'abandoned' ? 'abandoned' : null,
        fields.ultrasound ? 'with ultrasound' : null,
        fields.complication === 'none' ? null : fields.complication,
        fields.dops ? 'DOPS completed' : null,
        fields.supervisor,
      )
    case 'acute take':
      return parts(
        `${fields.takesPerMonth} takes a month, ${fields.patientsPerTake} patients a take`,
        fields.verifier === '' ? null : say.verifier(fields.verifier),
      )
    case 'teaching':
      return parts(`${fields.hours} h`, fields.level, fields.recognised ? 'recognised' : null, fields.provider)
  }
}
