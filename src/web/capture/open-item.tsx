import { Button, type ButtonProps } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { inOwnWindow } from './own-window.ts'

interface OpenItemProps extends ButtonProps {
  readonly id: string
  readonly name: string
}

/** Opens an item in the portfolio: from a small window of its own in a tab, where there is room for it. */
export function OpenItem({ id, name, ...look }: OpenItemProps): ReactNode {
  const address = `/portfolio?item=${id}`
  return inOwnWindow() ? (
    <Button {...look} component="a" href={address} target="_blank" rel="noopener">
      {name}
    </Button>
  ) : (
    <Button {...look} component={Link} to={address}>
      {name}
    </Button>
  )
}
