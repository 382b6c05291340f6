const PIECE = 256 * 1024

/** Text in UTF-8 or UTF-16, else as older programs on Windows write it: files are kept only once they were found to be one of these. */
export function* textPieces(bytes: Buffer): Generator<string> {
  const decoder = new TextDecoder(encodingOf(bytes))
  for (let at = 0; at < bytes.length; at += PIECE) yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })
  yield decoder.decode()
}

function encodingOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return 'utf-16le'
  if (mark === 'feff') return 'utf-16be'
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += PIECE) decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** What stands between the marks of a page of the web or of XML. A mark that a piece cuts is as good as a space. */
export function* withoutMarks(pieces: Iterable<string>): Generator<string> {
  let inside = false
  for (const piece of pieces) {
    let text = ''
    for (const part of piece.split(/(?=[<>])/u)) {
      if (part.startsWith('<')) inside = true
      else if (part.startsWith('>')) {
        inside = false
        text += ` ${part.slice(1)}`
      } else if (!inside) text += part
    }
    yield text
  }
}
