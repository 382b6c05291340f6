import { Checkbox, NativeSelect, Table, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import styles from './curricula.module.css'
import { faultAt, useDocument, type Json, type Path } from './document.ts'
import { CertaintyAt } from './fields.tsx'
import { words } from './words.ts'

const say = words.edit

type Group = CurriculumFile['groups'][number]

/** What each training year expects of the items of a group: items down, years across (T10). */
export function ExpectedGrid({ group, at }: { readonly group: Group; readonly at: number }): ReactNode {
  const curriculum = useDocument().document as unknown as CurriculumFile
  return (
    <Table.ScrollContainer minWidth={480} type="native">
      <Table className={styles.grid ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say.item}</Table.Th>
            {curriculum.trainingYears.map(({ code }) => (
              <Table.Th key={code} scope="col">
                {code}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {group.items.map((item, i) => (
            <Table.Tr key={i}>
              <Table.Th scope="row">{`${item.code} ${item.title}`}</Table.Th>
              {curriculum.trainingYears.map(({ code }, y) => (
                <Table.Td key={code}>
                  <Cell
                    path={['groups', at, 'items', i, 'expected', code]}
                    name={say.cell(item.code, code)}
                    expected={item.expected?.[code]}
                    levels={curriculum.scales.find((scale) => scale.code === (item.scale ?? group.scale))?.levels ?? []}
                    hasYearBefore={y > 0}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

interface CellProps {
  readonly path: Path
  readonly name: string
  readonly expected: Group['items'][number]['expected'][string] | undefined
  readonly levels: CurriculumFile['scales'][number]['levels']
  readonly hasYearBefore: boolean
}

function Cell({ path, name, expected, levels, hasYearBefore }: CellProps): ReactNode {
  const { faults, change } = useDocument()
  const choices = levels.map(({ code, title }) => ({ value: code, label: code === title ? code : `${code}: ${title}`.slice(0, 60) }))
  const choose = (level: string) => {
    if (level === '') change(path, undefined)
    else change(path, { ...(expected ?? { certainty: 'recalled' }), level } as unknown as Json)
  }
  return (
    <div className={styles.cell}>
      <NativeSelect
        size="xs"
        aria-label={`${say.level}: ${name}`}
        data={[{ value: '', label: '–' }, ...choices]}
        value={expected?.level ?? ''}
        error={faultAt(faults, [...path, 'level'])}
        onChange={({ currentTarget: { value } }) => choose(value)}
      />
      {expected !== undefined && (
        <>
          <CertaintyAt path={path} of={name} bare />
          <TextInput
            size="xs"
            aria-label={`${say.sourceOwn}: ${name}`}
            placeholder={say.sourceOwn}
            value={expected.source ?? ''}
            error={faultAt(faults, [...path, 'source'])}
            onChange={({ currentTarget: { value } }) => change([...path, 'source'], value === '' ? undefined : value)}
          />
          {hasYearBefore && (
            <Checkbox
              size="xs"
              label={say.kept}
              aria-label={`${say.kept}: ${name}`}
              checked={expected.maintained === true}
              error={faultAt(faults, [...path, 'maintained'])}
              onChange={({ currentTarget: { checked } }) => change([...path, 'maintained'], checked ? true : undefined)}
            />
          )}
        </>
      )}
    </div>
  )
}
