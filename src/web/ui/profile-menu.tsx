import IconCertificate from '@tabler/icons-react/dist/esm/icons/IconCertificate.mjs'
import IconBookmark from '@tabler/icons-react/dist/esm/icons/IconBookmark.mjs'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import IconClipboardCheck from '@tabler/icons-react/dist/esm/icons/IconClipboardCheck.mjs'
import IconEye from '@tabler/icons-react/dist/esm/icons/IconEye.mjs'
import IconFolder from '@tabler/icons-react/dist/esm/icons/IconFolder.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconMail from '@tabler/icons-react/dist/esm/icons/IconMail.mjs'
import IconPlugConnected from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs'
import IconRosetteDiscountCheck from '@tabler/icons-react/dist/esm/icons/IconRosetteDiscountCheck.mjs'
import IconSignature from '@tabler/icons-react/dist/esm/icons/IconSignature.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import { UnstyledButton } from '@mantine/core'
import { useClickOutside } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { SignedIn } from '#domain/accounts/contract.ts'
import { sayFault } from '#web/platform/call.ts'
import { signOutHere } from '#web/platform/session.ts'
import { PersonPhoto } from './person-photo.tsx'
import classes from './profile-menu.module.css'
import { words } from './words.ts'

/** The person's own pages, behind their picture: a short list that opens in place, reached with Tab like any other. */
export function ProfileMenu({ person, demo }: { readonly person: SignedIn; readonly demo: boolean }): ReactNode {
  const [open, setOpen] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const listId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setOpen(false)
  const around = useClickOutside<HTMLDivElement>(close)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    close()
    button.current?.focus()
  }
  const leave = () => {
    setFault(null)
    signOutHere().catch((error: unknown) => setFault(sayFault(error)))
  }
  return (
    <div ref={around} className={classes['menu']} onKeyDown={onKeyDown}>
      <UnstyledButton
        ref={button}
        className={classes['button']}
        aria-label={words.profileMenu(person.name)}
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
      >
        <PersonPhoto person={person} size={32} />
      </UnstyledButton>
      <div id={listId} className={classes['list']} hidden={!open}>
        <div className={classes['who']}>
          <strong>{person.name}</strong>
          <span>{person.email}</span>
        </div>
        <Link to="/profile" onClick={close}>
          <IconUser size={16} aria-hidden /> {words.personalDetails}
        </Link>
        <Link to="/learning/certificates" onClick={close}>
          <IconCertificate size={16} aria-hidden /> {words.certificates}
        </Link>
        {person.hasTraining ? (
          <Link to="/record/$ownerId/declarations" params={{ ownerId: person.id }} onClick={close}>
            <IconSignature size={16} aria-hidden /> {words.declarations}
          </Link>
        ) : null}
        <Link to="/record/$ownerId/certificates" params={{ ownerId: person.id }} onClick={close}>
          <IconRosetteDiscountCheck size={16} aria-hidden /> {words.papers}
        </Link>
        <Link to="/appraisal" onClick={close}>
          <IconClipboardCheck size={16} aria-hidden /> {words.appraisal}
        </Link>
        <Link to="/library" onClick={close}>
          <IconFolder size={16} aria-hidden /> {words.library}
        </Link>
        <Link to="/connections" onClick={close}>
          <IconPlugConnected size={16} aria-hidden /> {words.connections}
        </Link>
        <Link to="/profile/security" onClick={close}>
          <IconLock size={16} aria-hidden /> {words.security}
        </Link>
        <Link to="/profile/audit" onClick={close}>
          <IconEye size={16} aria-hidden /> {words.audit}
        </Link>
        <Link to="/tools" onClick={close}>
          <IconBookmark size={16} aria-hidden /> {words.tools}
        </Link>
        <Link to="/import" onClick={close}>
          <IconFileImport size={16} aria-hidden /> {words.bringIn}
        </Link>
        {demo ? (
          <Link to="/demo/mailbox" onClick={close}>
            <IconMail size={16} aria-hidden /> {words.mailbox}
          </Link>
        ) : null}
        <button type="button" onClick={leave}>
          <IconLogout size={16} aria-hidden /> {words.signOut}
        </button>
        <div role="alert">{fault}</div>
      </div>
    </div>
  )
}
