import '#web/ui/styles.ts'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { openSession } from '#web/platform/session.ts'
import { queryClient } from '#web/platform/queries.ts'
import { themeChoice } from '#web/platform/theme-choice.ts'
import { returnFocusFromWindows } from '#web/ui/focus-return.ts'
import { theme, variables } from '#web/ui/theme.ts'
import { router } from './routes.tsx'

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
// Where `get-nonce` looks, by which the scroll lock of windows marks its style.
Object.assign(globalThis, { __webpack_nonce__: nonce })

returnFocusFromWindows()

const MOST_WAIT_MS = 300

const start = async () => {
  // Without an answer the pages open as for somebody who is not signed in, and say what is wrong when they ask.
  await openSession().catch(() => undefined)
  // What comes soon is drawn once, not first without and then with it; what comes late shows that it is on its way.
  await Promise.race([router.load(), new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS))])
  createRoot(document.getElementById('root')!).render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      colorSchemeManager={themeChoice}
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}
void start()
