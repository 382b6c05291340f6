import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { ITEM_STANDINGS } from '#domain/curriculum/item-standing.ts'
import { readSearch } from '#web/platform/read-search.ts'
import { signedIn } from './signed-in-route.tsx'

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
  validateSearch: readSearch(z.object({ token: z.string().max(2000).default('') })),
  component: lazyRouteComponent(() => import('#web/accounts/administration-page.tsx'), 'FirstAdministratorPage'),
})
const traineeCurriculum = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/curriculum',
  validateSearch: readSearch(
    z.object({
      version: z.string().max(60).optional(),
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
const elsewhere = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/elsewhere',
  component: lazyRouteComponent(() => import('#web/elsewhere/elsewhere-page.tsx'), 'ElsewherePage'),
})
const absence = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/absence',
  component: lazyRouteComponent(() => import('#web/training/absence-page.tsx'), 'AbsencePage'),
})
const logs = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/logs',
  component: lazyRouteComponent(() => import('#web/training/logs-page.tsx'), 'LogsPage'),
})
const logClinics = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/logs/clinics',
  component: lazyRouteComponent(() => import('#web/training/log-list-page.tsx'), 'ClinicsPage'),
})
const logProcedures = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/logs/procedures',
  component: lazyRouteComponent(() => import('#web/training/log-list-page.tsx'), 'ProceduresPage'),
})
const logTake = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/logs/take',
  component: lazyRouteComponent(() => import('#web/training/log-list-page.tsx'), 'TakePage'),
})
const logTeaching = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/logs/teaching',
  component: lazyRouteComponent(() => import('#web/training/log-list-page.tsx'), 'TeachingPage'),
})

const meetings = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/meetings',
  component: lazyRouteComponent(() => import('#web/assessments/meetings-page.tsx'), 'MeetingsPage'),
})
const plan = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/pdp',
  component: lazyRouteComponent(() => import('#web/assessments/plan-page.tsx'), 'PlanPage'),
})
const brief = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/brief',
  component: lazyRouteComponent(() => import('#web/assessments/brief-page.tsx'), 'BriefPage'),
})
const assessments = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/assessments',
  component: lazyRouteComponent(() => import('#web/assessments/assessments-page.tsx'), 'AssessmentsPage'),
})
const entry = createRoute({
  getParentRoute: () => signedIn,
  path: '/record/$ownerId/entries/$itemId',
  component: lazyRouteComponent(() => import('#web/assessments/entry-page.tsx'), 'EntryPage'),
})

/** The training record's, the college's and the administration's pages. */
export const trainingRoutes = [
  meetings,
  plan,
  brief,
  declarations,
  papers,
  library,
  examUpload,
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
  elsewhere,
  absence,
  logs,
  logClinics,
  logProcedures,
  logTake,
  logTeaching,
  assessments,
  entry,
] as const
