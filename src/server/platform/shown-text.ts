/** Signs that steer a terminal or stand for nothing, which PDF/UA refuses or fonts cannot show. Tabs and line ends stay. */
// oxlint-disable-next-line no-control-regex
const UNSHOWABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g
// oxlint-disable-next-line no-control-regex
const LINE_ENDS = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g

/** Text as it can be printed: no control characters, tabs as spaces, every line end `\n`. */
export const shown = (text: string): string => text.toWellFormed().replace(LINE_ENDS, '\n').replaceAll('\t', '    ').replace(UNSHOWABLE, '')

/** Places to break in words longer than `signs`, such as addresses, which would run out of their column: at their dots and strokes, else anywhere. */
export function withBreaks(text: string, signs: number): string {
  if (text.length <= signs) return text
  return text.replace(/\S+/gu, (word) => {
    if (word.length <= signs) return word
    let broken = ''
    let run = 0
    for (const letter of word) {
      // Never before a mark that belongs to the letter before it.
      if (run >= signs && !BELONGS.test(letter)) {
        broken += '\u200b'
        run = 0
      }
      broken += letter
      run += 1
      if (run > 3 && PAUSE.test(letter)) {
        broken += '\u200b'
        run = 0
      }
    }
    return broken
  })
}

const BELONGS = /[\p{M}\u200d]/u
const PAUSE = /[./_?&=@,;:-]/
