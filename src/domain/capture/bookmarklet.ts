import { MOST_NOTE, MOST_TITLE } from './handed-over.ts'

/** A little more is sent than is taken, so that the capture sees that something was left off, and says so. */
const MORE = 100

/**
 * The bookmarklet of the Cairn at `base` (K1): opens a capture of the page it is used on, in a small window of its own. It adds
 * nothing to that page and asks nobody for anything, so that no content security policy stands in its way. All is said in the
 * fragment, which no server is sent. Where windows are forbidden, the page itself makes way.
 */
export function bookmarkletCode(base: string): string {
  const start = JSON.stringify(`${base}/add#`)
  const title = `String(document.title).slice(0,${MOST_TITLE + MORE})`
  const note = `String(getSelection()||"").trim().slice(0,${MOST_NOTE + MORE})`
  const all = `new URLSearchParams({title:${title},address:location.href,note:${note}})`
  const program = `void(()=>{let a=${start}+${all};open(a+"&own=1","_blank","popup,width=460,height=640")||(location.href=a)})()`
  return `javascript:${encodeURIComponent(program)}`
}
