import { Button, NativeSelect, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import type { EditableCurriculum } from '#domain/curriculum/edition-contract.ts'
import styles from './curricula.module.css'
import { faultAt, useDocument, type Json } from './document.ts'
import { ExpectedGrid } from './expected-grid.tsx'
import { CertaintyAt, LinesAt, MarkAt, NumberAt, TextAt } from './fields.tsx'
import { words } from './words.ts'

const say = words.edit

/** Title, source, rule of thumb and meter. */
export function AboutTab(): ReactNode {
  return (
    <div className={styles.fields}>
      <TextAt path={['title']} label={say.name} />
      <TextAt path={['version']} label={say.version} />
      <TextAt path={['source']} label={say.source} long />
      <CertaintyAt path={[]} of={words.one.whole} />
      <Text size="sm" c="dimmed">
        {words.certaintyHelp}
      </Text>
      <TextAt path={['note']} label={say.note} long optional />
      <TextAt path={['validFrom']} label={say.validFrom} help={say.day} optional />
      <TextAt path={['validTo']} label={say.validTo} help={say.day} optional />
      <section className={styles.block}>
        <h2>{say.ruleOfThumb}</h2>
        <TextAt path={['ruleOfThumb', 'text']} label={say.ruleText} long />
        <MarkAt path={['ruleOfThumb']} of={say.ruleOfThumb} />
      </section>
      <section className={styles.block}>
        <h2>{say.meter}</h2>
        {(['none', 'one', 'twoOrThree', 'more'] as const).map((name) => (
          <TextAt key={name} path={['meter', name]} label={say[name]} />
        ))}
        <MarkAt path={['meter']} of={say.meter} />
      </section>
    </div>
  )
}

/** Training years, and the levels of each scale. */
export function LevelsTab(): ReactNode {
  const curriculum = useDocument().document as unknown as CurriculumFile
  return (
    <div className={styles.fields}>
      <section className={styles.block}>
        <h2>{say.years}</h2>
        {curriculum.trainingYears.map(({ code }, y) => (
          <div key={y} className={styles.fields}>
            <TextAt path={['trainingYears', y, 'title']} label={code} />
            <MarkAt path={['trainingYears', y]} of={code} />
          </div>
        ))}
      </section>
      {curriculum.scales.map((scale, s) => (
        <section key={s} className={styles.block}>
          <h2>{say.scale(scale.title)}</h2>
          <TextAt path={['scales', s, 'title']} label={say.name} name={`${say.name}: ${scale.code}`} />
          {scale.levels.map(({ code }, l) => (
            <div key={l} className={styles.fields}>
              <TextAt path={['scales', s, 'levels', l, 'title']} label={code} name={`${scale.title}: ${code}`} />
              <MarkAt path={['scales', s, 'levels', l]} of={`${scale.title}, ${code}`} />
            </div>
          ))}
        </section>
      ))}
      {curriculum.counted?.map((rule, r) => (
        <section key={r} className={styles.block}>
          <h2>{say.counted(rule.title)}</h2>
          <TextAt path={['counted', r, 'title']} label={say.name} name={`${say.name}: ${rule.code}`} />
          {Object.keys(rule.perYear).map((year) => (
            <NumberAt
              key={year}
              path={['counted', r, 'perYear', year, 'atLeast']}
              label={say.atLeast(year)}
              name={`${rule.title}: ${year}`}
            />
          ))}
          {rule.inAll === undefined ? null : (
            <NumberAt path={['counted', r, 'inAll', 'atLeast']} label={say.inAll} name={`${rule.title}: ${say.inAll}`} />
          )}
          <LinesAt path={['counted', r, 'tips']} label={say.tips} name={`${say.tips}: ${rule.title}`} />
          <MarkAt path={['counted', r]} of={rule.title} />
        </section>
      ))}
    </div>
  )
}

interface GroupProps {
  readonly at: number
  readonly codesStay: boolean
  /** How many items the group had when it was saved: those after them are new. */
  readonly saved: number
}

/** A group: its title, the levels expected, and each of its items. */
export function GroupTab({ at, codesStay, saved }: GroupProps): ReactNode {
  const { document, change } = useDocument()
  const group = (document as unknown as CurriculumFile).groups[at]
  if (group === undefined) return null
  const isFree = (i: number) => !codesStay || i >= saved
  return (
    <div className={styles.fields}>
      <section className={styles.block}>
        <h2>{say.group}</h2>
        <TextAt path={['groups', at, 'title']} label={say.name} name={`${say.name}: ${group.code}`} />
        <MarkAt path={['groups', at]} of={group.code} />
        <LinesAt path={['groups', at, 'suitableEvidence']} label={say.evidenceGroup} />
      </section>
      <section>
        <Title order={2} size="h5">
          {say.expected}
        </Title>
        <Text size="sm" c="dimmed">
          {say.expectedHelp}
        </Text>
        <ExpectedGrid group={group} at={at} />
      </section>
      {group.items.map((item, i) => (
        <section key={i} className={styles.block}>
          <h2>{`${item.code} ${item.title}`}</h2>
          {isFree(i) && <TextAt path={['groups', at, 'items', i, 'code']} label={say.code} name={`${say.code}: ${item.code}`} />}
          <TextAt path={['groups', at, 'items', i, 'title']} label={say.name} name={`${say.name}: ${item.code}`} />
          <MarkAt path={['groups', at, 'items', i]} of={item.code} />
          <LinesAt path={['groups', at, 'items', i, 'descriptors']} label={say.descriptors} name={`${say.descriptors}: ${item.code}`} />
          <LinesAt path={['groups', at, 'items', i, 'suitableEvidence']} label={say.evidence} name={`${say.evidence}: ${item.code}`} />
          {isFree(i) && group.items.length > 1 && (
            <div>
              <Button size="compact-sm" variant="default" onClick={() => change(['groups', at, 'items', i], undefined)}>
                {`${say.removeItem}: ${item.code}`}
              </Button>
            </div>
          )}
        </section>
      ))}
      <div>
        <Button
          variant="default"
          onClick={() => change(['groups', at, 'items', group.items.length], { code: '', title: '', certainty: 'recalled', expected: {} })}
        >
          {say.addItem}
        </Button>
      </div>
    </div>
  )
}

type Pair = { from: string; to: string }

/** Which item of the version before becomes which (T10). */
export function MappingTab({ items }: { readonly items: EditableCurriculum['replacedItems'] }): ReactNode {
  const { document, faults, change } = useDocument()
  const curriculum = document as unknown as CurriculumFile
  const map: readonly Pair[] = curriculum.replaces?.map ?? []
  const targets = curriculum.groups.flatMap((group) => group.items.map(({ code, title }) => ({ value: code, label: `${code} ${title}` })))
  const save = (next: readonly Pair[]) => change(['replaces', 'map'], next as unknown as Json)
  return (
    <div className={styles.fields}>
      <Text size="sm">{say.mappingHelp}</Text>
      {items.map(({ code, title }) => {
        const pairs = map.map((pair, at) => ({ ...pair, at })).filter(({ from }) => from === code)
        const rows = pairs.length === 0 ? [{ from: code, to: '', at: -1 }] : pairs
        return (
          <section key={code} className={styles.block}>
            <h2>{`${code} ${title}`}</h2>
            {rows.map(({ to, at }, row) => (
              <NativeSelect
                key={at}
                label={row === 0 ? say.to : say.and}
                aria-label={`${say.from(code)}${row === 0 ? '' : `, ${say.and} ${row + 1}`}`}
                data={[{ value: '', label: say.nothing }, ...targets]}
                value={to}
                error={at === -1 ? undefined : faultAt(faults, ['replaces', 'map', at], true)}
                onChange={({ currentTarget: { value } }) => {
                  if (value === '') save(map.filter((_, other) => other !== at))
                  else if (at === -1) save([...map, { from: code, to: value }])
                  else save(map.map((pair, other) => (other === at ? { ...pair, to: value } : pair)))
                }}
              />
            ))}
            {pairs.length > 0 && pairs.length < targets.length && (
              <div>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${say.addTo}: ${code}`}
                  onClick={() =>
                    save([...map, { from: code, to: targets.find(({ value }) => !pairs.some((pair) => pair.to === value))!.value }])
                  }
                >
                  {say.addTo}
                </Button>
              </div>
            )}
          </section>
        )
      })}
    </div>
  )
}
