import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { readQuery, writeQuery } from '#domain/query-string.ts'
import { queryClient } from '#web/platform/queries.ts'
import { readSearch } from '#web/platform/read-search.ts'
import { currentSession } from '#web/platform/session-store.ts'
import { ErrorPage, PendingPage } from '#web/ui/error-pages.tsx'
import { pageAfterSignIn } from '#web/accounts/next-page.ts'
import { startPortfolio } from '#web/portfolio/portfolio-queries.ts'
import { readView } from '#web/portfolio/read-view.ts'
import { root, signedIn } from './signed-in-route.tsx'
import { reflectionRoutes } from './reflection-routes.tsx'
import { trainingRoutes } from './training-routes.tsx'

// A page says `: ReactNode` as what it returns: it knows the router's types, and the router would else need the page's.

const readToken = readSearch(z.object({ token: z.string().max(2000).default('') }))
// As long as an address of a page can be that a server takes.
const next = z.string().max(16_000).optional()
const readNext = readSearch(z.object({ next }))
const readForEmail = readSearch(z.object({ email: z.string().max(254).optional(), next }))

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  validateSearch: readNext,
  beforeLoad: ({ search, location }) => {
    if (currentSession().person !== null) throw redirect({ href: pageAfterSignIn(search.next, location.href), replace: true })
  },
  component: lazyRouteComponent(() => import('#web/accounts/welcome-page.tsx'), 'WelcomePage'),
})
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: readNext,
  component: lazyRouteComponent(() => import('#web/accounts/register-page.tsx'), 'RegisterPage'),
})
const checkEmail = createRoute({
  getParentRoute: () => root,
  path: '/check-email',
  validateSearch: readForEmail,
  component: lazyRouteComponent(() => import('#web/accounts/register-page.tsx'), 'CheckEmailPage'),
})
const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm',
  validateSearch: readToken,
  component: lazyRouteComponent(() => import('#web/accounts/confirm-page.tsx'), 'ConfirmPage'),
})
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('#web/accounts/reset-pages.tsx'), 'ForgotPage'),
})
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: readToken,
  component: lazyRouteComponent(() => import('#web/accounts/reset-pages.tsx'), 'ResetPage'),
})
const mailbox = createRoute({
  getParentRoute: () => root,
  path: '/demo/mailbox',
  component: lazyRouteComponent(() => import('#web/accounts/mailbox-page.tsx'), 'MailboxPage'),
})
// Publishers need no account to make their link.
const tools = createRoute({
  getParentRoute: () => root,
  path: '/tools',
  component: lazyRouteComponent(() => import('#web/capture/tools-page.tsx'), 'ToolsPage'),
})

const check = createRoute({
  getParentRoute: () => root,
  path: '/check',
  component: lazyRouteComponent(() => import('#web/learning/check-page.tsx'), 'CheckPage'),
})
const checkCode = createRoute({
  getParentRoute: () => root,
  path: '/check/$code',
  component: lazyRouteComponent(() => import('#web/learning/check-page.tsx'), 'CheckCodePage'),
})
// An assessor needs no account.
const ticket = createRoute({
  getParentRoute: () => root,
  path: '/ticket/$code',
  component: lazyRouteComponent(() => import('#web/assessments/ticket-page.tsx'), 'TicketPage'),
})
// Nor does a colleague who gives feedback.
const feedback = createRoute({
  getParentRoute: () => root,
  path: '/feedback/$code',
  component: lazyRouteComponent(() => import('#web/assessments/feedback-page.tsx'), 'FeedbackPage'),
})

// Nor does an appraiser.
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared/$code',
  component: lazyRouteComponent(() => import('#web/reviews/appraiser-page.tsx'), 'AppraiserPage'),
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('#web/portfolio/home-page.tsx'), 'HomePage'),
})
const portfolio = createRoute({
  getParentRoute: () => signedIn,
  path: '/portfolio',
  // The rows are asked for while the page itself is on its way.
  loader: ({ location }) => {
    const { person } = currentSession()
    const view = readView(location.searchStr)
    if (person !== null && !('fault' in view)) startPortfolio(queryClient, person.id, view.filters)
  },
  // The page reads its own search (portfolio-search.ts), so that it can say what of an address it cannot read.
  component: lazyRouteComponent(() => import('#web/portfolio/portfolio-page.tsx'), 'PortfolioPage'),
})
const learning = createRoute({
  getParentRoute: () => signedIn,
  path: '/learning',
  // The page reads its own search (use-filters.ts), as the portfolio does.
  component: lazyRouteComponent(() => import('#web/learning/learning-page.tsx'), 'LearningPage'),
})
const module = createRoute({
  getParentRoute: () => signedIn,
  path: '/learning/modules/$moduleId',
  component: lazyRouteComponent(() => import('#web/learning/module-page.tsx'), 'ModulePage'),
})
const reader = createRoute({
  getParentRoute: () => signedIn,
  path: '/learning/attempts/$attemptId',
  validateSearch: readSearch(z.object({ page: z.coerce.number().int().min(0).max(1000).optional() })),
  component: lazyRouteComponent(() => import('#web/learning/reader-page.tsx'), 'ReaderPage'),
})
const result = createRoute({
  getParentRoute: () => signedIn,
  path: '/learning/attempts/$attemptId/result',
  component: lazyRouteComponent(() => import('#web/learning/result-page.tsx'), 'ResultPage'),
})
const certificates = createRoute({
  getParentRoute: () => signedIn,
  path: '/learning/certificates',
  component: lazyRouteComponent(() => import('#web/learning/certificates-page.tsx'), 'CertificatesPage'),
})
const add = createRoute({
  getParentRoute: () => signedIn,
  path: '/add',
  // The page reads its own address (add-view.ts), whose fragment is not the router's.
  component: lazyRouteComponent(() => import('#web/capture/add-page.tsx'), 'AddPage'),
})
const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/import',
  component: lazyRouteComponent(() => import('#web/capture/import-page.tsx'), 'ImportPage'),
})
const oneImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/import/$importId',
  component: lazyRouteComponent(() => import('#web/capture/one-import-page.tsx'), 'OneImportPage'),
})
const connections = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections',
  validateSearch: readSearch(z.object({ look: z.uuid().optional() })),
  component: lazyRouteComponent(() => import('#web/connections/connections-page.tsx'), 'ConnectionsPage'),
})
const connectionsBack = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/back',
  // The page hands its search on as it came.
  component: lazyRouteComponent(() => import('#web/connections/back-page.tsx'), 'BackPage'),
})
const appraisal = createRoute({
  getParentRoute: () => signedIn,
  path: '/appraisal',
  component: lazyRouteComponent(() => import('#web/reviews/appraisal-page.tsx'), 'AppraisalPage'),
})
const profile = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile',
  component: lazyRouteComponent(() => import('#web/accounts/profile-page.tsx'), 'ProfilePage'),
})
const security = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile/security',
  component: lazyRouteComponent(() => import('#web/accounts/security-page.tsx'), 'SecurityPage'),
})
const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile/audit',
  component: lazyRouteComponent(() => import('#web/accounts/audit-page.tsx'), 'AuditPage'),
})
const archive = createRoute({
  getParentRoute: () => signedIn,
  path: '/archive',
  component: lazyRouteComponent(() => import('#web/reports/archive-page.tsx'), 'ArchivePage'),
})
const close = createRoute({
  getParentRoute: () => signedIn,
  path: '/profile/close',
  component: lazyRouteComponent(() => import('#web/accounts/close-page.tsx'), 'ClosePage'),
})
// What is left to the owner of an account that closes.
const closing = createRoute({
  getParentRoute: () => root,
  path: '/closing',
  beforeLoad: () => {
    if (currentSession().person === null) throw redirect({ to: '/welcome', replace: true })
    if (currentSession().person?.closesOn === null) throw redirect({ to: '/', replace: true })
  },
  component: lazyRouteComponent(() => import('#web/accounts/closing-page.tsx'), 'ClosingPage'),
})
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: lazyRouteComponent(() => import('#web/proof/verify-page.tsx'), 'VerifyPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    welcome,
    register,
    checkEmail,
    confirm,
    forgot,
    reset,
    mailbox,
    check,
    checkCode,
    ticket,
    feedback,
    shared,
    tools,
    verify,
    closing,
    signedIn.addChildren([
      home,
      portfolio,
      add,
      imports,
      oneImport,
      learning,
      module,
      reader,
      result,
      certificates,
      connections,
      connectionsBack,
      appraisal,
      profile,
      security,
      close,
      audit,
      archive,
      ...reflectionRoutes,
      ...trainingRoutes,
    ]),
  ]),
  parseSearch: readQuery,
  stringifySearch: writeQuery,
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  defaultErrorComponent: ErrorPage,
  defaultPendingComponent: PendingPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
