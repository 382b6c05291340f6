import { accountJobs } from '#server/accounts/jobs.ts'
import { closingJobs } from '#server/accounts/closing-jobs.ts'
import { msfJobs } from '#server/assessments/msf-jobs.ts'
import { ticketJobs } from '#server/assessments/ticket-jobs.ts'
import { importJobs } from '#server/capture/import-jobs.ts'
import { connectionJobs } from '#server/connections/jobs.ts'
import type { DeliveryHouse } from '#server/connections/claim.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import { portfolioJobs } from '#server/portfolio/jobs.ts'
import { reportJobs } from '#server/reports/jobs.ts'
import { enrolmentJobs } from '#server/training/enrolment-jobs.ts'
import { renewalJobs } from '#server/training/renewal-jobs.ts'

/** The jobs of every feature, by hand. */
export const jobsOf = (parts: DeliveryHouse): Jobs => ({
  ...accountJobs(parts),
  ...closingJobs(parts),
  ...portfolioJobs(parts),
  ...reportJobs(parts),
  ...importJobs(parts),
  ...connectionJobs(parts),
  ...enrolmentJobs(parts),
  ...renewalJobs(parts),
  ...ticketJobs(parts),
  ...msfJobs(parts),
})

/** What runs by the clock, in UTC. */
export const crontab = `
17 3 * * * portfolio.empty_bins
37 3 * * * portfolio.sweep_files
* * * * * portfolio.read_words
7 * * * * reports.remove_old
27 * * * * accounts.remove_expired
53 2 * * * accounts.close_due
* * * * * accounts.send_waiting
* * * * * reports.ring_waiting
* * * * * capture.ring_waiting
47 3 * * * capture.remove_old
* * * * * connections.ring_waiting
47 * * * * connections.remove_old
13 5 * * * training.remind_of_enrolment
23 5 * * * training.remind_of_expiry
23 6 * * * assessments.remind_assessors
33 6 * * * assessments.close_feedback
43 6 * * * assessments.remind_raters
`
