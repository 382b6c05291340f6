import { Modal, SegmentedControl, Tabs, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { sayFault } from '#web/platform/call.ts'
import { useChangePreferences, usePreferences } from '#web/platform/queries.ts'
import { openWindow, type OpenWindow } from '#web/ui/windows.ts'
import { AccreditationTab } from './accreditation-tab.tsx'
import { ColumnsTab } from './columns-tab.tsx'
import { NotificationsTab } from './notifications-tab.tsx'
import classes from './settings-window.module.css'
import { words } from './settings-words.ts'
import { TagSetsTab } from './tag-sets-tab.tsx'

type Tab = Extract<OpenWindow, { name: 'settings' }>['tab']

/** Site settings (A6): each change takes effect at once. */
export function SettingsWindow({ tab }: { readonly tab: Tab }): ReactNode {
  const narrow = useMediaQuery('(max-width: 48em)')
  const preferences = usePreferences()
  const change = useChangePreferences()
  const close = () => openWindow(null)
  return (
    <Modal opened onClose={close} title={words.title} size={680} fullScreen={narrow ?? false} yOffset="6dvh">
      <div role="alert">
        {change.error === null ? null : (
          <Text size="sm" c="var(--mantine-color-error)" mb="sm">
            {words.notSaved} {sayFault(change.error)}
          </Text>
        )}
      </div>
      <Tabs defaultValue={tab} keepMounted={false} classNames={{ panel: classes['panel'] ?? '' }}>
        <Tabs.List>
          <Tabs.Tab value="columns">{words.columns}</Tabs.Tab>
          <Tabs.Tab value="tag-sets">{words.tagSets}</Tabs.Tab>
          <Tabs.Tab value="accreditation">{words.accreditation}</Tabs.Tab>
          <Tabs.Tab value="notifications">{words.notifications}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="columns">
          <ColumnsTab columns={preferences.columns} onChange={(columns) => change.mutate({ columns })} />
          <Text component="h3" size="sm" fw={600} id="appearance" mt="lg" mb={6}>
            {words.appearance}
          </Text>
          <SegmentedControl
            aria-labelledby="appearance"
            value={preferences.theme}
            onChange={(theme) => change.mutate({ theme })}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: words.themes[value] }))}
          />
        </Tabs.Panel>
        <Tabs.Panel value="tag-sets">
          <TagSetsTab on={preferences.tagSets} onChange={(tagSets) => change.mutate({ tagSets })} />
        </Tabs.Panel>
        <Tabs.Panel value="accreditation">
          <AccreditationTab preferences={preferences} onChange={(body) => change.mutate(body)} />
        </Tabs.Panel>
        <Tabs.Panel value="notifications">
          <NotificationsTab off={preferences.mailOff} onChange={(mailOff) => change.mutate({ mailOff })} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  )
}
