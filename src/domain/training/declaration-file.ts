import { z } from 'zod'
import { beforeItBegan, CatalogueId, Certainty, Code, datesInOrder, isEntry, provenance, Text } from '#domain/catalogue/contract.ts'

/** What a trainee declares, and what trainee and educational supervisor agree (T4). */
export const DECLARATION_KINDS = ['probity', 'health', 'agreement'] as const
export const DeclarationKind = z.enum(DECLARATION_KINDS, { error: `must be one of ${DECLARATION_KINDS.join(', ')}` })
export type DeclarationKind = z.infer<typeof DeclarationKind>

const Address = z
  .string({ error: 'must be text; put it in quotes' })
  .refine((text) => /^https:\/\/[^\s/]+\/\S*$/.test(text), { error: 'must be an address that begins with https://' })

/** A part of a published document that is to be opened before signing. The heading is its own, the summary ours. */
const Section = z.strictObject({
  code: Code,
  heading: Text,
  /** The part of the document it stands in. */
  domain: Text.optional(),
  summary: Text,
  certainty: Certainty,
})
export type DeclarationSection = z.infer<typeof Section>

/** A text to be signed, as its file says it (T4). The words are ours: no official text is copied. */
export const DeclarationFile = z
  .strictObject({
    id: CatalogueId,
    kind: DeclarationKind,
    title: Text,
    /** One paragraph each. */
    body: z.array(Text).min(1, { error: 'must have at least one paragraph' }),
    wordsAreOurs: z.literal(true, { error: 'must be true' }),
    /** What one may add in one's own words; left out where there is nothing to add. */
    detail: z.strictObject({ label: Text, hint: Text }).optional(),
    /** The document the sections are of, and where it is read. */
    document: z.strictObject({ title: Text, link: Address }),
    sections: z
      .array(Section)
      .min(1, { error: 'must name at least one section' })
      .superRefine((sections, context) => {
        const seen = new Set<unknown>()
        for (const [index, section] of sections.entries()) {
          if (seen.has(section?.code))
            context.addIssue({ code: 'custom', message: `'${section.code}' is here twice`, path: [index, 'code'] })
          seen.add(section?.code)
        }
      }),
    ...provenance,
  })
  .refine(datesInOrder, beforeItBegan)
  .refine(({ id, kind, version }) => id === `${kind}-${version}`, {
    error: 'must be its kind and version, such as probity-2026: what was signed refers to it',
    path: ['id'],
    when: isEntry,
  })
export type DeclarationFile = z.infer<typeof DeclarationFile>

/** The text to sign on a day: the newest of its kind that is in force; null where there is none. */
export function textInForce(texts: readonly DeclarationFile[], kind: DeclarationKind, today: string): DeclarationFile | null {
  const inForce = texts.filter(
    (text) => text.kind === kind && (text.validFrom ?? '') <= today && (text.validTo === undefined || today <= text.validTo),
  )
  return inForce.toSorted((a, b) => ((a.validFrom ?? '') + a.version < (b.validFrom ?? '') + b.version ? 1 : -1))[0] ?? null
}

/** The whole of a text as it is signed and kept, word for word. */
export const bodyOf = (text: Pick<DeclarationFile, 'body'>): string => text.body.join('\n\n')
