import { fold } from '#domain/fold.ts'

/**
 * Whether a certificate's name looks like an online module, which belongs in the library with a reflection (T5). Ours, and simple: it
 * only offers the other way, and the trainee decides.
 * Source of the advice: Yorkshire and Humber Deanery, IMT ePortfolio page, 'Getting Started', 3.
 */
const SIGNS =
  /\b(e-?learning|elearning|e-lfh|elfh|online (?:course|learning|module|training)|webinar|module|mooc|mandatory training|(?:bmj|nb medical|medscape|coursera|futurelearn) ?(?:learning)?)\b/

export const looksLikeELearning = (name: string): boolean => SIGNS.test(fold(name))
