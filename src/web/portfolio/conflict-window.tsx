import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { showHundredths } from '#domain/hundredths.ts'
import { shortDate } from '#domain/plain-date.ts'
import type { CreditKind } from '#domain/portfolio/item.ts'
import type { Progress } from '#domain/portfolio/status.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import styles from './conflict-window.module.css'
import type { Difference, Meeting } from './item-form.ts'
import { useLens } from './lens.ts'
import type { Conflict } from './use-item-form.ts'
import { windowWords } from './window-words.ts'
import { words } from './words.ts'

const say = windowWords.conflict

interface ConflictWindowProps {
  readonly conflict: Conflict
  readonly saving: boolean
  readonly onChoose: (theirs: ReadonlySet<Meeting>) => void
  readonly onCancel: () => void
}

/** Both versions of each field that two devices changed, side by side (P19). */
export default function ConflictWindow({ conflict, saving, onChoose, onCancel }: ConflictWindowProps) {
  const [theirs, setTheirs] = useState<ReadonlySet<Meeting>>(new Set())
  const unit = useLens().unit.many
  const choose = (field: Meeting, take: boolean) => {
    const next = new Set(theirs)
    if (take) next.add(field)
    else next.delete(field)
    setTheirs(next)
  }
  return (
    <Modal opened onClose={onCancel} title={say.title} size="46rem" yOffset="6vh">
      <Text size="sm" mb="md">
        {say.text}
      </Text>
      <Stack gap="md">
        {conflict.differences.map((difference) => (
          <Radio.Group
            key={difference.field}
            label={nameOf(difference.field, unit)}
            value={theirs.has(difference.field) ? 'theirs' : 'mine'}
            onChange={(value) => choose(difference.field, value === 'theirs')}
          >
            <div className={styles.pair}>
              <Side value="mine" label={say.keepMine} head={say.mine} text={shown(difference, 'mine')} />
              <Side value="theirs" label={say.takeTheirs} head={say.theirs} text={shown(difference, 'theirs')} />
            </div>
          </Radio.Group>
        ))}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button loading={saving} onClick={() => onChoose(theirs)}>
          {say.save}
        </Button>
      </Group>
    </Modal>
  )
}

function Side({
  value,
  label,
  head,
  text,
}: {
  readonly value: string
  readonly label: string
  readonly head: string
  readonly text: string
}) {
  return (
    <div className={styles.side}>
      <span className={styles.head}>{head}</span>
      <div className={styles.text}>{text === '' ? <em>{say.empty}</em> : text}</div>
      <Radio value={value} label={label} />
    </div>
  )
}

const NAMES: Readonly<Record<Exclude<Meeting, 'personal' | 'impact'>, string>> = {
  title: words.fields.title,
  type: words.fields.type,
  link: words.fields.link,
  notes: words.fields.notes,
  progress: say.progress,
  personalReason: words.fields.reason,
  creditKind: words.fields.kinds,
  practiceBefore: words.fields.before,
  practiceAfter: words.fields.after,
  practiceChanges: words.fields.changes,
}

const nameOf = (field: Meeting, unit: string): string =>
  field === 'personal' ? words.fields.personal(unit) : field === 'impact' ? words.fields.impact(unit) : NAMES[field]

function shown({ field, mine, theirs }: Difference, side: 'mine' | 'theirs'): string {
  const value = side === 'mine' ? mine : theirs
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return showHundredths(value)
  if (field === 'progress') return sayProgress(value as Progress)
  if (field === 'creditKind') return sayKind(value as CreditKind)
  const text = typeof value === 'string' ? value : ''
  if (field === 'type') return TYPE_WORDS[text as keyof typeof TYPE_WORDS]
  return text
}

/** All three on lines of their own: what the choice does to each. */
const sayProgress = ({ status, startedOn, completedOn }: Progress): string =>
  [
    [words.fields.status, STATUS_WORDS[status]],
    [words.fields.started, startedOn === null ? say.empty : shortDate(startedOn)],
    [words.fields.completed, completedOn === null ? say.empty : shortDate(completedOn)],
  ]
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

const sayKind = ({ clinical, setting, participatory }: CreditKind): string =>
  [
    clinical === null ? [] : words.fields.clinicalWords[clinical],
    setting === null ? [] : words.fields.settingWords[setting],
    participatory ? words.fields.participatory : [],
  ]
    .flat()
    .join(', ')
