import { Tooltip, UnstyledButton } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { ReactNode } from 'react'
import classes from './may-not.module.css'
import { words } from './words.ts'

/** The red cross where one may not write (A8): reached with Tab, its reason on hover, on focus, by a touch, and read out. */
export function MayNot({ reason }: { readonly reason: string }): ReactNode {
  return (
    <Tooltip label={reason} multiline maw={320} openDelay={0} events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton className={classes['cross']} type="button" aria-label={words.mayNot(reason)}>
        <IconX size={14} stroke={3} aria-hidden />
      </UnstyledButton>
    </Tooltip>
  )
}
