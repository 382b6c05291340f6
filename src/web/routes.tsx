import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { ITEM_STANDINGS } from '#domain/curriculum/item-standing.ts'
import { readQuery, writeQuery } from '#domain/query-string.ts'
import { catalogueQuery, preferencesQuery, profileQuery, queryClient } from '#web/platform/queries.ts'
import { readSearch } from '#web/platform/read-search.ts'
import { currentSession, useSession } from '#web/platform/session-store.ts'
import { ErrorPage, NotFoundPage, PendingPage } from '#web/ui/error-pages.tsx'
import { pageAfterSignIn, signInBefore } from '#web/accounts/next-page.ts'
import { startPortfolio } from '#web/portfolio/portfolio-queries.ts'
import { readView } from '#web/portfolio/read-view.ts'
import { Shell } from './shell.tsx'

// A page says `: ReactNode` as what it returns: it knows the router's types, and the router would else need the page's.

const readToken = readSearch(z.object({ token: z.string().max(2000).default('') }))
// As long as an address of a page can be that a server takes.
const next = z.string().max(16_000).optional()
const readNext = readSearch(z.object({ next }))
const readForEmail = readSearch(z.object({ email: z.string().max(254).optional(), next }))

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })

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

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ location }) => {
    if (currentSession().person === null) throw redirect({ href: signInBefore(location.href), replace: true })
  },
  loader: async () => {
    const { person } = currentSession()
    if (person === null) return
    void queryClient.prefetchQuery(profileQuery(person.id))
    void queryClient.prefetchQuery(catalogueQuery)
    await queryClient.ensureQueryData(preferencesQuery(person.id))
  },
  component: SignedInPages,
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
const declarations = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/declarations',
  component: lazyRouteComponent(() => import('#web/training/declarations-page.tsx'), 'DeclarationsPage'),
})
const papers = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/certificates',
  component: lazyRouteComponent(() => import('#web/training/certificates-page.tsx'), 'PapersPage'),
})
const library = createRoute({
  getParentRoute: () => signedIn,
  path: '/library',
  validateSearch: readSearch(z.object({ folder: z.uuid().optional(), bin: z.stringbool().or(z.boolean()).optional() })),
  component: lazyRouteComponent(() => import('#web/training/library-page.tsx'), 'LibraryPage'),
})
const examUpload = createRoute({
  getParentRoute: () => signedIn,
  path: '/college/exam-results',
  component: lazyRouteComponent(() => import('#web/training/exam-upload-page.tsx'), 'ExamUploadPage'),
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
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  component: lazyRouteComponent(() => import('#web/proof/verify-page.tsx'), 'VerifyPage'),
})
const proof = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/proof',
  component: lazyRouteComponent(() => import('#web/proof/proof-page.tsx'), 'ProofPage'),
})
const carryOver = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/carry-over',
  component: lazyRouteComponent(() => import('#web/curricula/carry-over-page.tsx'), 'CarryOverPage'),
})
const curricula = createRoute({
  getParentRoute: () => signedIn,
  path: '/college/curricula',
  component: lazyRouteComponent(() => import('#web/curricula/curricula-page.tsx'), 'CurriculaPage'),
})
const collegeCurriculum = createRoute({
  getParentRoute: () => signedIn,
  path: '/college/curricula/$curriculumId',
  component: lazyRouteComponent(() => import('#web/curricula/curriculum-page.tsx'), 'CurriculumPage'),
})
const curriculumEdit = createRoute({
  getParentRoute: () => signedIn,
  path: '/college/curricula/$curriculumId/edit',
  component: lazyRouteComponent(() => import('#web/curricula/edit-page.tsx'), 'EditPage'),
})
const training = createRoute({
  getParentRoute: () => signedIn,
  path: '/training',
  component: lazyRouteComponent(() => import('#web/training/training-page.tsx'), 'TrainingPage'),
})
const enrol = createRoute({
  getParentRoute: () => signedIn,
  path: '/enrol',
  validateSearch: readSearch(z.object({ token: z.string().max(200).optional(), invitation: z.uuid().optional() })),
  component: lazyRouteComponent(() => import('#web/training/enrol-page.tsx'), 'EnrolPage'),
})
const college = createRoute({
  getParentRoute: () => signedIn,
  path: '/college',
  component: lazyRouteComponent(() => import('#web/training/college-page.tsx'), 'CollegePage'),
})
const collegeProgramme = createRoute({
  getParentRoute: () => signedIn,
  path: '/college/programmes/$programmeId',
  component: lazyRouteComponent(() => import('#web/training/college-programme-page.tsx'), 'CollegeProgrammePage'),
})
const administration = createRoute({
  getParentRoute: () => signedIn,
  path: '/administration',
  component: lazyRouteComponent(() => import('#web/accounts/administration-page.tsx'), 'AdministrationPage'),
})
const firstAdministrator = createRoute({
  getParentRoute: () => signedIn,
  path: '/first-administrator',
  validateSearch: readToken,
  component: lazyRouteComponent(() => import('#web/accounts/administration-page.tsx'), 'FirstAdministratorPage'),
})
const traineeCurriculum = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/curriculum',
  validateSearch: readSearch(
    z.object({
      year: z.string().max(40).optional(),
      item: z.string().max(40).optional(),
      show: z.enum(ITEM_STANDINGS).optional(),
    }),
  ),
  component: lazyRouteComponent(() => import('#web/curriculum/curriculum-page.tsx'), 'CurriculumPage'),
})
const evidence = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/evidence/$itemId',
  component: lazyRouteComponent(() => import('#web/curriculum/evidence-page.tsx'), 'EvidencePage'),
})

const trainees = createRoute({
  getParentRoute: () => signedIn,
  path: '/trainees',
  component: lazyRouteComponent(() => import('#web/training/trainees-page.tsx'), 'TraineesPage'),
})
const programme = createRoute({
  getParentRoute: () => signedIn,
  path: '/programmes/$programmeId',
  component: lazyRouteComponent(() => import('#web/training/programme-page.tsx'), 'ProgrammePage'),
})
const rotation = createRoute({
  getParentRoute: () => signedIn,
  path: '/programmes/$programmeId/rotation',
  component: lazyRouteComponent(() => import('#web/training/rotation-page.tsx'), 'RotationPage'),
})
const record = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId',
  component: lazyRouteComponent(() => import('#web/training/record-page.tsx'), 'RecordPage'),
})
const absence = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/absence',
  component: lazyRouteComponent(() => import('#web/training/absence-page.tsx'), 'AbsencePage'),
})

/** Nothing of one person's pages outlives their session on this page. */
function SignedInPages(): ReactNode {
  const { person } = useSession()
  return person === null ? null : <Outlet key={person.id} />
}

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
    tools,
    verify,
    signedIn.addChildren([
      home,
      portfolio,
      add,
      learning,
      module,
      reader,
      result,
      certificates,
      connections,
      connectionsBack,
      declarations,
      papers,
      library,
      examUpload,
      profile,
      security,
      audit,
      proof,
      carryOver,
      curricula,
      collegeCurriculum,
      curriculumEdit,
      training,
      enrol,
      college,
      collegeProgramme,
      administration,
      firstAdministrator,
      traineeCurriculum,
      evidence,
      trainees,
      programme,
      rotation,
      record,
      absence,
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
