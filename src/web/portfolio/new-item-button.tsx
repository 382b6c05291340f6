import { Button } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { lazy, Suspense, useState } from 'react'
import { patiently } from '#web/ui/patiently.ts'
import { words } from './words.ts'

const loadWindow = patiently(() => import('./new-item-window.tsx'))
const NewItemWindow = lazy(loadWindow)

interface NewItemButtonProps {
  readonly onOpen: (id: string) => void
  readonly name?: string
}

/** 'New item', top left (P2). */
export function NewItemButton({ onOpen, name = words.newItem }: NewItemButtonProps) {
  const [shown, setShown] = useState(false)
  return (
    <>
      <Button
        size="compact-md"
        fz="sm"
        h={36}
        px="sm"
        leftSection={<IconPlus size={17} aria-hidden />}
        onPointerEnter={() => void loadWindow()}
        onFocus={() => void loadWindow()}
        onClick={() => setShown(true)}
      >
        {name}
      </Button>
      {shown && (
        <Suspense fallback={null}>
          <NewItemWindow onClose={() => setShown(false)} onOpen={onOpen} />
        </Suspense>
      )}
    </>
  )
}
