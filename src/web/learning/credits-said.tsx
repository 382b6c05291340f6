import type { ReactNode } from 'react'
import type { AwardToday, Certificate } from '#domain/learning/contract.ts'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { sayAmount, unitsThrough } from '#domain/portfolio/words.ts'
import { useCatalogue, usePreferences } from '#web/platform/queries.ts'
import { useLens } from '#web/portfolio/lens.ts'
import { words } from './words.ts'

const say = words.credits

/** What a module gives, seen through the person's organisation (C1); with None, how many give something. */
export function CreditsOnOffer({ awards }: { readonly awards: readonly AwardToday[] }): ReactNode {
  const lens = useLens()
  if (lens.accreditorId === null) return awards.length === 0 ? say.noOrganisation : say.organisations(awards.length)
  const mine = awards.find((award) => award.accreditorId === lens.accreditorId)
  return mine === undefined ? say.none(lens.name ?? '') : say.through(sayAmount(mine.amount, lens.awardUnit), lens.name ?? '')
}

/** What a certificate bears, seen through the person's organisation (L8); null with None. */
export function useCertificateCredits(): (certificate: Certificate) => string | null {
  const lens = useLens()
  return ({ credits }) => {
    if (lens.accreditorId === null) return null
    return credits === null ? say.none(lens.name ?? '') : say.through(sayAmount(credits.amount, lens.awardUnit), lens.name ?? '')
  }
}

/** An organisation's name and its amount in its own unit (C7). */
export function useAwardWords(): (award: AwardToday) => { readonly name: string; readonly amount: string } {
  const catalogue = useCatalogue()
  const { unit } = usePreferences()
  return ({ accreditorId, amount }) => {
    const accreditor = catalogue === undefined ? null : accreditorById(catalogue, accreditorId)
    return { name: accreditor?.name ?? accreditorId, amount: sayAmount(amount, unitsThrough(accreditor, unit).awards) }
  }
}
