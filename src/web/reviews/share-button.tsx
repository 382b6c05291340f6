import IconUserShare from '@tabler/icons-react/dist/esm/icons/IconUserShare.mjs'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { Column } from '#domain/accounts/profile-contract.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { BarButton } from '#web/ui/bar-button.tsx'
import { patiently } from '#web/ui/patiently.ts'
import { shareWords as say } from './words.ts'

const loadWindow = patiently(() => import('./share-window.tsx'))
const ShareWindow = lazy(loadWindow)

interface ShareButtonProps {
  readonly filters: ItemFilters
  readonly columns: readonly Column[]
}

/** 'Share with my appraiser', beside 'Export report' (P25). */
export function ShareButton(props: ShareButtonProps): ReactNode {
  const [shown, setShown] = useState(false)
  return (
    <>
      <BarButton
        label={say.buttonShort}
        aria-label={say.button}
        title={say.button}
        icon={<IconUserShare size={18} />}
        onPointerEnter={() => void loadWindow()}
        onFocus={() => void loadWindow()}
        onClick={() => setShown(true)}
      />
      {shown && (
        <Suspense fallback={null}>
          <ShareWindow {...props} onClose={() => setShown(false)} />
        </Suspense>
      )}
    </>
  )
}
