import { Button, type ButtonProps } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface Props extends Omit<ButtonProps, 'component'> {
  /** The address of a page of ours. */
  readonly to: string
  readonly 'aria-label'?: string
  readonly children: ReactNode
}

/** A button that leads to a page whose address is made up from ids, or stands in another feature. */
export const PageLink = ({ to, ...rest }: Props): ReactNode => <Button component={Link} to={to} {...rest} />
