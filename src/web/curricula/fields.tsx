import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Certainty } from '#domain/catalogue/contract.ts'
import styles from './curricula.module.css'
import { faultAt, listAt, textAt, useDocument, valueAt, type Path } from './document.ts'
import { words } from './words.ts'

const say = words.edit

interface FieldProps {
  readonly path: Path
  readonly label: string
  readonly help?: string
  /** Read out where the label alone could stand for several. */
  readonly name?: string
}

/** A text of the curriculum. An optional one that is emptied is taken out. */
export function TextAt({
  path,
  label,
  help,
  name,
  optional = false,
  long = false,
  readOnly = false,
}: FieldProps & { readonly optional?: boolean; readonly long?: boolean; readonly readOnly?: boolean }): ReactNode {
  const { document, faults, change } = useDocument()
  const props = {
    label,
    ...(help === undefined ? {} : { description: help }),
    ...(name === undefined ? {} : { 'aria-label': name }),
    value: textAt(document, path),
    error: faultAt(faults, path),
    readOnly,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      change(path, value === '' && optional ? undefined : value),
  }
  return long ? <Textarea autosize minRows={2} maxRows={10} {...props} /> : <TextInput autoComplete="off" {...props} />
}

/** A whole number. What is none stays for the server to say so. */
export function NumberAt({ path, label, name }: FieldProps): ReactNode {
  const { document, faults, change } = useDocument()
  const value = valueAt(document, path)
  return (
    <NumberInput
      label={label}
      {...(name === undefined ? {} : { 'aria-label': name })}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      error={faultAt(faults, path)}
      allowDecimal={false}
      hideControls
      onChange={(typed) => change(path, typed)}
    />
  )
}

/** A list of texts, a line each, with its certainty. */
export function LinesAt({ path, label, name, help = say.aLineEach }: FieldProps): ReactNode {
  const { document, faults, change } = useDocument()
  const lines = listAt(document, [...path, 'list']).filter((line) => typeof line === 'string')
  const isThere = valueAt(document, path) !== undefined
  const type = (value: string) => {
    const list = value.split('\n')
    if (value === '') change(path, undefined)
    else if (isThere) change([...path, 'list'], list)
    else change(path, { list, certainty: 'recalled' })
  }
  return (
    <>
      <Textarea
        label={label}
        description={help}
        aria-label={name}
        autosize
        minRows={2}
        maxRows={12}
        value={lines.join('\n')}
        error={faultAt(faults, [...path, 'list'], true)}
        onChange={({ currentTarget: { value } }) => type(value)}
      />
      {isThere && <MarkAt path={path} of={name ?? label} />}
    </>
  )
}

/** How sure a part is, and from where if not from the source of the whole. */
export function MarkAt({ path, of }: { readonly path: Path; readonly of: string }): ReactNode {
  return (
    <div className={styles.marks}>
      <CertaintyAt path={path} of={of} />
      <TextAt path={[...path, 'source']} label={say.sourceOwn} name={`${say.sourceOwn}: ${of}`} optional />
    </div>
  )
}

const CERTAINTIES = Certainty.options.map((value) => ({ value, label: words.certainty[value] }))

export function CertaintyAt({ path, of, bare = false }: { readonly path: Path; readonly of: string; readonly bare?: boolean }): ReactNode {
  const { document, faults, change } = useDocument()
  return (
    <NativeSelect
      {...(bare ? {} : { label: say.certainty })}
      aria-label={`${say.certainty}: ${of}`}
      size={bare ? 'xs' : 'sm'}
      data={CERTAINTIES}
      value={textAt(document, [...path, 'certainty'])}
      error={faultAt(faults, [...path, 'certainty'])}
      onChange={({ currentTarget: { value } }) => change([...path, 'certainty'], value)}
    />
  )
}
