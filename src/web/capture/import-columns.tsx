import { Alert, Button, NativeSelect } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { IMPORT_FIELDS, type ImportField, type Mapping } from '#domain/capture/import-columns.ts'
import type { Import } from '#domain/capture/import-contract.ts'
import { sayFault } from '#web/platform/call.ts'
import { importPageWords } from './import-words.ts'
import styles from './import.module.css'
import { useImportActs } from './import-web-queries.ts'

const { columns: words, fields } = importPageWords
const LEAVE = ''
const MEANINGS = [{ value: LEAVE, label: words.leave }, ...IMPORT_FIELDS.map((field) => ({ value: field, label: fields[field] }))]

/** What each column means, guessed and changed by hand; checked anew when the person says so. */
export function ImportColumns({ one, onDirty }: { readonly one: Import; readonly onDirty: (dirty: boolean) => void }): ReactNode {
  const { headers, samples } = one.found!
  const [mapping, setMapping] = useState<Mapping>(one.mapping!)
  const { map } = useImportActs(one.id)
  const change = (next: Mapping) => {
    setMapping(next)
    onDirty(JSON.stringify(next) !== JSON.stringify(one.mapping))
  }
  const mean = (column: number, field: ImportField | null) =>
    change({ ...mapping, columns: mapping.columns.map((before, at) => (at === column ? field : before)) })
  const hasDates = mapping.columns.some((field) => field === 'started' || field === 'completed')
  return (
    <section className={styles['card']} aria-labelledby="import-columns">
      <h2 id="import-columns">{words.title}</h2>
      <p className={styles['quiet']}>{words.text}</p>
      <div className={styles['columns']}>
        {headers.map((header, column) => {
          const name = header === '' ? words.noHeader(column) : header
          return (
            <NativeSelect
              key={column}
              label={<bdi>{name}</bdi>}
              aria-label={words.means(name)}
              description={<span className={styles['samples']}>{(samples[column] ?? []).join(' · ') || '–'}</span>}
              inputWrapperOrder={['label', 'input', 'description']}
              data={MEANINGS}
              value={mapping.columns[column] ?? LEAVE}
              onChange={({ currentTarget: { value } }) => mean(column, value === LEAVE ? null : (value as ImportField))}
            />
          )
        })}
        {hasDates ? (
          <NativeSelect
            label={words.order}
            {...(one.counts.ambiguous > 0 ? { description: words.ambiguous(one.counts.ambiguous) } : {})}
            inputWrapperOrder={['label', 'input', 'description']}
            data={[
              { value: 'day', label: words.day },
              { value: 'month', label: words.month },
            ]}
            value={mapping.dateOrder}
            onChange={({ currentTarget: { value } }) => change({ ...mapping, dateOrder: value as Mapping['dateOrder'] })}
          />
        ) : null}
      </div>
      <Button
        variant={JSON.stringify(mapping) === JSON.stringify(one.mapping) ? 'default' : 'filled'}
        loading={map.isPending}
        onClick={() => map.mutate(mapping, { onSuccess: () => onDirty(false) })}
      >
        {words.check}
      </Button>
      <div role="alert">
        {map.error === null ? null : (
          <Alert color="red" variant="light" mt="md" role="presentation">
            {sayFault(map.error)}
          </Alert>
        )}
      </div>
    </section>
  )
}
