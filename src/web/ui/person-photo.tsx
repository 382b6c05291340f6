import type { ReactNode } from 'react'
import { photo } from '#domain/accounts/profile-contract.ts'
import { addressOf } from '#web/platform/call.ts'
import classes from './person-photo.module.css'

let stamp = 0

/** A browser shows the picture it has as long as the address is the same. */
export const photoChanged = (): void => {
  stamp += 1
}

interface Props {
  readonly person: { readonly name: string; readonly id?: string; readonly hasPhoto?: boolean }
  /** Pixels. */
  readonly size: number
}

/** The person's photo, else their initials. Says nothing to screen readers: the name stands beside it or on the button. */
export function PersonPhoto({ person: { name, id = '', hasPhoto = false }, size }: Props): ReactNode {
  const place = { width: size, height: size, fontSize: Math.round(size * 0.38) }
  if (!hasPhoto) return <span className={classes['photo']} style={place} data-initials={initialsOf(name)} aria-hidden />
  const src = addressOf(photo, { ownerId: id }, stamp === 0 ? {} : { v: stamp })
  return <img className={classes['photo']} style={place} src={src} alt="" width={size} height={size} />
}

const TITLES = /^(dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame)\.?$/i

function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part !== '' && !TITLES.test(part))
  const [first, last] = [parts[0] ?? name, parts.length > 1 ? parts.at(-1)! : '']
  return ([...first][0] ?? '').concat([...last][0] ?? '').toUpperCase()
}
