import { z } from 'zod'
import { ItemFilters, NO_FILTERS } from '#domain/portfolio/filters.ts'
import { flag, readQuery, writeQuery } from '#domain/query-string.ts'

/** What else the address bar keeps: the open window, and the parts that are unfolded. */
const View = z.object({
  item: z.uuid().optional().catch(undefined),
  tab: z.string().max(20).optional().catch(undefined),
  chart: flag.catch(false),
  panel: flag.catch(false),
})

const DEFAULTS = { ...NO_FILTERS, chart: false, panel: false, bin: false }

export interface PortfolioView extends z.output<typeof View> {
  readonly filters: ItemFilters
}

/** What the address bar says (P9), or what of it cannot be understood. */
export function readView(search: string): PortfolioView | { readonly fault: string } {
  const query = readQuery(search)
  const filters = ItemFilters.safeParse(query)
  if (!filters.success) return { fault: filters.error.issues[0]?.message ?? '' }
  return { ...View.parse(query), filters: filters.data }
}

/** The address of a view; defaults are left out, so that equal views have equal addresses. */
export const addressOf = ({ filters, ...view }: PortfolioView): string => `/portfolio${writeQuery({ ...filters, ...view }, DEFAULTS)}`

export type Change = Partial<Omit<PortfolioView, 'filters'>> & { filters?: Partial<ItemFilters> | undefined }

/** A view with something changed about it. */
export const merged = (view: PortfolioView, change: Change): PortfolioView => ({
  ...view,
  ...change,
  filters: { ...view.filters, ...change.filters },
})

/** The address of this view with something else about it, for links. */
export const addressWith = (view: PortfolioView, change: Change): string => addressOf(merged(view, change))

/** Whether anything narrows the rows. */
export const isNarrowed = (filters: ItemFilters): boolean =>
  filters.tags.length > 0 ||
  filters.search !== '' ||
  filters.type !== undefined ||
  filters.status !== undefined ||
  filters.withoutCredits ||
  filters.from !== undefined ||
  filters.to !== undefined
