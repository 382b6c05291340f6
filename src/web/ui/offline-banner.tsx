import { useNetwork } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './offline-banner.module.css'
import { words } from './words.ts'

/** Says that the network is away for as long as it is. */
export function OfflineBanner(): ReactNode {
  const { online } = useNetwork()
  return (
    <div role="status" className={classes['banner']} data-shown={!online || undefined}>
      {online ? '' : words.offline}
    </div>
  )
}
