import { Switch, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { mailWords, SWITCHED_MAILS, type SwitchedMail } from '#domain/mail-category.ts'
import { CalendarPart } from './calendar-part.tsx'
import classes from './settings-window.module.css'
import { words } from './settings-words.ts'

interface Props {
  readonly off: readonly SwitchedMail[]
  readonly onChange: (mailOff: SwitchedMail[]) => void
}

/** Which emails one gets (H3, A6); those about the account always come. */
export function NotificationsTab({ off, onChange }: Props): ReactNode {
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {words.notificationsExplained}
      </Text>
      <ul className={classes['list']}>
        {SWITCHED_MAILS.map((category) => {
          const { title, about } = mailWords.categories[category]
          return (
            <li key={category} className={classes['set']}>
              <Switch
                label={title}
                description={about}
                checked={!off.includes(category)}
                onChange={({ currentTarget }) =>
                  onChange(currentTarget.checked ? off.filter((one) => one !== category) : [...off, category])
                }
              />
            </li>
          )
        })}
        <li className={classes['set']}>
          <Text size="sm">{words.accountMails}</Text>
          <Text size="xs" c="dimmed">
            {words.accountMailsExplained}
          </Text>
        </li>
      </ul>
      <CalendarPart />
    </>
  )
}
