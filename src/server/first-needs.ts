import { currentSession } from '#domain/accounts/contract.ts'
import { readPreferences, readProfile } from '#domain/accounts/profile-contract.ts'
import { listConnections } from '#domain/connections/contract.ts'
import { addressOf } from '#domain/endpoint.ts'
import {
  learningHome,
  listCertificates,
  listModules,
  moduleById,
  ModuleFilters,
  myModule,
  readAttempt,
  readResult,
} from '#domain/learning/contract.ts'
import { listItems } from '#domain/portfolio/contract.ts'
import { ItemFilters } from '#domain/portfolio/filters.ts'
import { homeOverview } from '#domain/portfolio/overview-contract.ts'
import { readQuery } from '#domain/query-string.ts'
import type { FirstNeeds } from '#server/platform/pages.ts'

/**
 * What the pages people open most ask for first, and the file that draws them, as vite.config.ts names it (N3). The addresses are those of the web's queries,
 * letter by letter: an answer to another is not found there, and the page asks as if it had brought none.
 */
export const firstNeeds: FirstNeeds = (path, search, personId) => {
  const session = addressOf(currentSession)
  if (/^\/check(?:\/|$)/.test(path)) return { file: 'check-page', addresses: [session] }
  if (path === '/verify') return { file: 'verify-page', addresses: [session] }
  if (personId === null) return { file: 'welcome-page', addresses: [session] }
  const owner = { ownerId: personId }
  const always = [session, addressOf(readPreferences, owner), addressOf(readProfile, owner)]
  const connections = addressOf(listConnections, owner)
  if (path === '/') return { file: 'pages', addresses: [...always, addressOf(homeOverview, owner), connections] }
  if (path === '/connections') return { file: 'connections-page', addresses: [...always, connections] }
  const learning = learningNeeds(path, search, personId)
  if (learning !== null) return { file: learning.file, addresses: [...always, ...learning.addresses] }
  if (path === '/add') return { file: 'add-page', addresses: always }
  if (path !== '/portfolio') return { file: null, addresses: always }
  const filters = ItemFilters.safeParse(readQuery(search))
  return {
    file: 'pages',
    addresses: filters.success ? [...always, addressOf(listItems, owner, filters.data), connections] : always,
  }
}

function learningNeeds(path: string, search: string, ownerId: string): ReturnType<FirstNeeds> | null {
  if (path === '/learning') {
    const filters = ModuleFilters.safeParse(readQuery(search))
    const home = addressOf(learningHome, { ownerId })
    return { file: 'learning-page', addresses: filters.success ? [home, addressOf(listModules, {}, filters.data)] : [home] }
  }
  if (path === '/learning/certificates') return { file: 'certificates-page', addresses: [addressOf(listCertificates, { ownerId })] }
  const [, kind, id = '', rest] = /^\/learning\/(modules|attempts)\/([^/]+)(\/result)?$/.exec(path) ?? []
  if (kind === 'modules' && rest === undefined) {
    return { file: 'module-page', addresses: [addressOf(moduleById, { moduleId: id }), addressOf(myModule, { ownerId, moduleId: id })] }
  }
  if (kind !== 'attempts') return null
  const params = { ownerId, attemptId: id }
  return rest === undefined
    ? { file: 'reader-page', addresses: [addressOf(readAttempt, params)] }
    : { file: 'result-page', addresses: [addressOf(readResult, params)] }
}
