import { ActionIcon, Button } from '@mantine/core'
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import type { ReactNode } from 'react'
import type { ItemView } from './item-view.ts'
import { words } from './words.ts'

export type Window = 'about' | 'pen' | 'sign'

interface Props {
  readonly view: ItemView
  readonly mayAssess: boolean
  readonly onWindow: (window: Window, code: string) => void
}

/** The 'i', and the pen of who may use it; who signs has 'Sign off' where something waits for it. */
export function ItemActs({ view, mayAssess, onWindow }: Props): ReactNode {
  const { item, state, standing } = view
  const title = `${item.code} ${item.title}`
  return (
    <>
      {state.can.sign === null && standing === 'ready' ? (
        <Button size="compact-xs" variant="light" aria-label={words.sign(title)} onClick={() => onWindow('sign', item.code)}>
          {words.signShort}
        </Button>
      ) : null}
      {mayAssess && !item.isVerified ? (
        <ActionIcon
          variant="subtle"
          size={32}
          aria-label={words.pen(title)}
          title={words.penShort}
          onClick={() => onWindow('pen', item.code)}
        >
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
      ) : null}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={words.about(title)}
        title={words.aboutShort}
        onClick={() => onWindow('about', item.code)}
      >
        <IconInfoCircle size={18} aria-hidden />
      </ActionIcon>
    </>
  )
}
