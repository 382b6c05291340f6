import { Button, type ButtonProps } from '@mantine/core'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import classes from './bar-button.module.css'

interface Props extends ButtonProps, Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps | 'children'> {
  readonly label: string
  readonly icon: ReactNode
  /** On a narrow screen the icon alone is shown; the name stays for those who hear the page. */
  readonly collapses?: boolean
}

/** A button of the page's bar: icon and label. */
export function BarButton({ label, icon, collapses = true, ...rest }: Props): ReactNode {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-md"
      {...rest}
      title={rest.title ?? (collapses ? label : undefined)}
      className={classes['button']}
      data-collapses={collapses || undefined}
    >
      <span className={classes['icon']} aria-hidden>
        {icon}
      </span>
      <span className={classes['label']}>{label}</span>
    </Button>
  )
}
