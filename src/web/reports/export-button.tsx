import IconFileExport from '@tabler/icons-react/dist/esm/icons/IconFileExport.mjs'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { Column } from '#domain/accounts/profile-contract.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { BarButton } from '#web/ui/bar-button.tsx'
import { patiently } from '#web/ui/patiently.ts'
import { words } from './words.ts'

const loadWindow = patiently(() => import('./export-window.tsx'))
const ExportWindow = lazy(loadWindow)

interface ExportButtonProps {
  readonly filters: ItemFilters
  readonly columns: readonly Column[]
  /** How many rows the filters match. */
  readonly rows: number
}

/** 'Export report', top right (R1). */
export function ExportButton(props: ExportButtonProps): ReactNode {
  const [shown, setShown] = useState(false)
  return (
    <>
      <BarButton
        label={words.export}
        icon={<IconFileExport size={18} />}
        onPointerEnter={() => void loadWindow()}
        onFocus={() => void loadWindow()}
        onClick={() => setShown(true)}
      />
      {shown && (
        <Suspense fallback={null}>
          <ExportWindow {...props} onClose={() => setShown(false)} />
        </Suspense>
      )}
    </>
  )
}
