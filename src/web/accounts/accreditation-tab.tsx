import { Button, Checkbox, Group, NativeSelect, SegmentedControl, Select, Skeleton, Text, TextInput } from '@mantine/core'
import { useRef, useState, type ReactNode } from 'react'
import type { Preferences } from '#domain/accounts/profile-contract.ts'
import type { Scheme } from '#domain/catalogue/contract.ts'
import { sayFigure } from '#domain/hundredths.ts'
import { isPlainDate } from '#domain/plain-date.ts'
import { useCatalogue } from '#web/platform/queries.ts'
import { LensPreview } from './lens-preview.tsx'
import classes from './settings-window.module.css'
import { words } from './settings-words.ts'
import { TargetField } from './target-field.tsx'

interface Props {
  readonly preferences: Preferences
  readonly onChange: (change: Partial<Preferences>) => void
}

const NONE = 'none'

/** Through whom credits are seen, what they are called, and what is aimed at (C1, C7, C10, C11, C13). */
export function AccreditationTab({ preferences, onChange }: Props): ReactNode {
  const catalogue = useCatalogue()
  const [wanted, setWanted] = useState<string | null>(null)
  const choice = useRef<HTMLInputElement>(null)
  // The buttons are gone once they are pressed.
  const settle = () => {
    setWanted(null)
    choice.current?.focus()
  }
  if (catalogue === undefined) return <Skeleton h={240} aria-label={words.loading} role="status" />
  const now = preferences.accreditorId ?? NONE
  const accreditors = catalogue.accreditors
    .map(({ id, name, country }) => ({ value: id, label: country === undefined ? name : `${name} (${country})` }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en-GB'))
  const nameOf = (id: string) => accreditors.find(({ value }) => value === id)?.label ?? words.none
  const wantsOther = wanted !== null && wanted !== now
  return (
    <>
      <section className={classes['block']}>
        <Select
          ref={choice}
          label={words.organisation}
          description={words.organisationExplained}
          data={[{ value: NONE, label: words.none }, ...accreditors]}
          value={wanted ?? now}
          onChange={(value) => setWanted(value)}
          searchable
          allowDeselect={false}
          comboboxProps={{ withinPortal: true }}
        />
        {wantsOther ? (
          <div className={classes['preview']}>
            <LensPreview from={preferences.accreditorId} to={wanted === NONE ? null : wanted} />
            <Group mt="sm" gap="xs">
              <Button
                classNames={{ root: classes['wraps'] ?? '' }}
                onClick={() => {
                  onChange({ accreditorId: wanted === NONE ? null : wanted })
                  settle()
                }}
              >
                {wanted === NONE ? words.confirmNone : words.confirm(nameOf(wanted))}
              </Button>
              <Button variant="default" onClick={settle}>
                {words.keep}
              </Button>
            </Group>
          </div>
        ) : null}
      </section>
      <section className={classes['block']}>
        <Text component="h3" size="sm" fw={500} id="unit">
          {words.unit}
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          {words.unitExplained}
        </Text>
        <SegmentedControl
          aria-labelledby="unit"
          value={preferences.unit}
          onChange={(unit) => onChange({ unit: unit === 'hours' ? 'hours' : 'credits' })}
          data={[
            { value: 'credits', label: words.credits },
            { value: 'hours', label: words.hours },
          ]}
        />
      </section>
      <section className={classes['block']}>
        <div className={classes['pair']}>
          <TargetField target={preferences.yearlyTarget} onChange={(yearlyTarget) => onChange({ yearlyTarget })} />
          <NativeSelect
            label={words.yearStarts}
            description={'\u00a0'}
            value={String(preferences.yearStartsIn)}
            onChange={(event) => onChange({ yearStartsIn: Number(event.currentTarget.value) })}
            data={words.months.map((label, index) => ({ value: String(index + 1), label }))}
          />
        </div>
      </section>
      <section className={classes['block']} aria-labelledby="schemes">
        <Text component="h3" size="sm" fw={500} id="schemes">
          {words.schemes}
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          {words.schemesExplained}
        </Text>
        {catalogue.schemes.map((scheme) => (
          <OneScheme key={scheme.id} scheme={scheme} followed={preferences.schemes} onChange={(schemes) => onChange({ schemes })} />
        ))}
      </section>
    </>
  )
}

type Followed = Preferences['schemes']

interface OneSchemeProps {
  readonly scheme: Scheme
  readonly followed: Followed
  readonly onChange: (followed: Followed) => void
}

function OneScheme({ scheme, followed, onChange }: OneSchemeProps): ReactNode {
  const mine = followed.find(({ schemeId }) => schemeId === scheme.id)
  const others = followed.filter(({ schemeId }) => schemeId !== scheme.id)
  const { target, period } = scheme
  const said = `${words.target_(sayFigure(target.amount), scheme.unit === 'credit' ? 'credits' : `${scheme.unit}s`)} ${words.periodOf(period.years)}`
  const quiet = [said, words.certainty[scheme.certainty], words.source(scheme.source), scheme.note]
    .filter(Boolean)
    .map((line) => String(line).replace(/\.?$/, '.'))
  return (
    <div className={classes['set']}>
      <Checkbox
        label={scheme.name}
        description={quiet.join(' ')}
        checked={mine !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? [...others, { schemeId: scheme.id, startsOn: null }] : others)}
      />
      {mine !== undefined && period.startsIn === 'chosen' ? (
        <TextInput
          type="date"
          mt="xs"
          ml={32}
          maw={280}
          label={words.schemeStarts(scheme.name)}
          defaultValue={mine.startsOn ?? ''}
          onChange={({ currentTarget: { value } }) => {
            if (value === '' || isPlainDate(value)) onChange([...others, { schemeId: scheme.id, startsOn: value === '' ? null : value }])
          }}
        />
      ) : null}
    </div>
  )
}
