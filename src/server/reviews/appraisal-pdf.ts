import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { headLines } from '#domain/accounts/chain-words.ts'
import type { TagSet } from '#domain/catalogue/contract.ts'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { showHundredths } from '#domain/hundredths.ts'
import { dayIn, longDate, shortDate } from '#domain/plain-date.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { TYPE_WORDS } from '#domain/portfolio/words.ts'
import { through, type Through } from '#domain/reports/through.ts'
import { partsOfTotal, showAmount } from '#domain/reports/words.ts'
import { editionsFor, SUPPORTING_INFORMATION, underGroups, underNone, underTags, type Group } from '#domain/reviews/by-domain.ts'
import { reportWords as say } from '#domain/reviews/report-words.ts'
import type { YearSum } from '#domain/reviews/year-contract.ts'
import { sayBy, sayDoer } from '#domain/reviews/words.ts'
import { sayNumber } from '#domain/say-number.ts'
import { chainKeyOf, signedHead } from '#server/accounts/chain-queries.ts'
import { reportOwner, todayOf, zoneOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import { shown, withBreaks } from '#server/platform/shown-text.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { eachItem, type ReportRow } from '#server/portfolio/queries.ts'
import { linkedByObjective } from '#server/assessments/plan-queries.ts'
import type { House } from './shared-view-queries.ts'
import { yearsOf } from './year-queries.ts'

const LAYOUT = readFileSync(resolve(import.meta.dirname, 'appraisal.typ'), 'utf8')
/** One stands under several headings: more would take longer to lay out than somebody waits. */
const MOST_ITEMS = 2000

const printed = (text: string, signs = 60): string => withBreaks(shown(text), signs)

/**
 * An appraisal year as PDF/UA-1 (R5): what was done by domain of Good medical practice and by kind of supporting information, objectives,
 * totals, comments and agreed credits. Of a closed year what it kept; the items are as they stand.
 * @throws Refusal `not_found`, `too_large`
 */
export async function pdfOfYear(
  house: House,
  typst: TypstPool,
  seen: Seen,
  yearId: string,
): Promise<{ pdf: Uint8Array; fileName: string }> {
  const { db, catalogue } = house
  const { ownerId } = seen
  const { current, closed } = await yearsOf(house, ownerId)
  const year = current?.id === yearId ? current : closed.find(({ id }) => id === yearId)
  if (year === undefined) throw notFound()
  const { sum } = year
  const accreditor = accreditorById(catalogue, sum.totals.accreditorId)
  const eyes = through(accreditor, sum.unit)
  const [items, owner, head, madeOn, linked, zone] = await Promise.all([
    itemsOf(house, seen, year, accreditor?.id ?? null),
    reportOwner(db, ownerId),
    signedHead(db, chainKeyOf(house.config), ownerId),
    todayOf(db, ownerId),
    linkedByObjective(db, ownerId),
    zoneOf(db, ownerId),
  ])
  const dayOf = (at: string) => longDate(dayIn(zone, Date.parse(at)))
  const row = (item: ReportRow): string[] => [
    printed(item.title, 44),
    item.type === null ? '' : TYPE_WORDS[item.type],
    shortDate(item.learnedOn),
    amount(eyes.organisation === null ? item.personal : item.awarded),
    amount(item.impact),
  ]
  const counted = (heading: string, own: readonly ReportRow[]) => `${heading}, ${say.items(own.length)}`
  const groupOf = (set: TagSet) => (of: Group<ReportRow>) => ({
    heading: counted(shown(set.codesAreOurs ? of.label : `${of.code} ${of.label}`), of.items),
    rows: of.items.map(row),
  })
  const rest = (heading: string, own: readonly ReportRow[]) => ({ heading: counted(heading, own), rows: own.map(row) })
  const borne = new Set(items.flatMap(({ tags }) => tags.flatMap(({ setId }) => setId ?? [])))
  const editions = editionsFor(catalogue.tagSets, year, borne)
  const undomained = underNone(new Set(editions.map(({ id }) => id)), items)
  const information = catalogue.tagSets.filter(({ id }) => id === SUPPORTING_INFORMATION)
  const name = shown(owner.name)
  const identity = [owner.professionalBody, owner.professionalNumber].filter((one) => one !== '').join(' ')
  const data = {
    title: `${say.title}, ${name}`,
    heading: say.title,
    footer: say.footer(name),
    owner: { name, lines: identity === '' ? [] : [shown(identity)] },
    facts: [
      [say.year, `${longDate(year.from)} to ${longDate(year.to)}`],
      [say.state, say.states['state' in year ? year.state : 'closed']],
      ...(year.discussedOn === null ? [] : [[say.discussed, printed(say.discussedOn(year.discussedOn, year.discussedWith))]]),
      [say.credits, eyes.organisation === null ? say.own : printed(say.through(eyes.organisation.name))],
      ...targetFact(sum, eyes),
      [say.madeOn, longDate(madeOn)],
    ],
    notes: 'closedAt' in year ? [say.keptNote, ...(year.isBrought ? [say.broughtNote] : [])] : [],
    totals: {
      heading: say.totals,
      parts: partsOfTotal(sum.totals, eyes).map(({ name: what, amount: of, unit }) => [shown(what), showAmount(of, unit)]),
      note: say.onlyCompleted,
    },
    objectives: {
      heading: say.objectives,
      none: say.noObjectives,
      list: sum.objectives.map((one) => ({
        heading: printed(one.objective),
        line: `${one.state}, ${say.by(one.targetOn)}`,
        sections: [
          [say.outcome, printed(one.outcome)],
          [say.linked, (linked.get(one.id) ?? []).map((title) => printed(title)).join('\n')],
        ].filter(([, words]) => words !== ''),
      })),
    },
    columns: say.columns,
    nothing: say.nothing,
    parts: [
      ...editions.map((set) => ({
        heading: say.domains(shown(set.title)),
        about: say.domainsText,
        groups: underGroups(set, items).map(groupOf(set)),
      })),
      { heading: counted(say.noDomain, undomained), about: '', groups: [{ heading: '', rows: undomained.map(row) }] },
      ...information.map((set) => ({
        heading: say.information,
        about: say.informationText,
        groups: [...underTags(set, items).map(groupOf(set)), rest(say.noInformation, underNone(new Set([set.id]), items))],
      })),
    ],
    comments: {
      heading: say.comments,
      none: say.noComments,
      list: sum.comments.map((one) => ({
        line: printed(`${sayBy(one)}, ${dayOf(one.at)} · ${one.title ?? say.onWhole}`),
        words: printed(one.text),
      })),
    },
    agreements: {
      heading: say.agreements,
      none: say.noComments,
      list: sum.agreements.map((one) => {
        const [all] = partsOfTotal(one, one.through)
        const organisation = one.organisation === null ? '' : ` (${one.organisation})`
        const changed = one.changed.length === 0 ? '' : ` ${say.changed(one.changed.length)}`
        const line = `${say.agreed(sayDoer(one), showAmount(all.amount, all.unit), one.items.length)}${organisation}, ${dayOf(one.at)}.${changed}`
        return { line: printed(line), words: printed(one.note) }
      }),
    },
    chainHeading: say.chain,
    chain: head === null ? [] : [headLines(head)[0], withBreaks(headLines(head)[1], 60)],
  }
  const { pdf } = await typst.layOut({ layout: LAYOUT, json: Buffer.from(JSON.stringify(data)), madeAt: Math.floor(Date.now() / 1000) })
  const fileName = say.fileName(year.from, year.to)
  await audit(db, { ownerId, personId: seen.viewerId, act: 'report.exported', recordKind: 'report', recordId: yearId, about: say.title })
  return { pdf, fileName }
}

const amount = (of: number | null): string => (of === null ? '' : showHundredths(of))

function targetFact(sum: YearSum, { own }: Through): [string, string][] {
  const { target, fullTarget } = sum
  if (target === null || fullTarget === null) return []
  const said = showAmount(target, own)
  return [[say.target, target === fullTarget ? said : say.reduced(said, showAmount(fullTarget, own), sum)]]
}

async function itemsOf({ db }: House, seen: Seen, { from, to }: { from: string; to: string }, lens: string | null): Promise<ReportRow[]> {
  const items: ReportRow[] = []
  for await (const batch of eachItem(db, seen, { ...NO_FILTERS, from, to }, lens)) {
    items.push(...batch)
    if (items.length > MOST_ITEMS) throw new Refusal('too_large', say.tooMany(sayNumber(MOST_ITEMS)))
  }
  return items
}
