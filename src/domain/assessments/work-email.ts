/** Domains where anybody gets an address in a minute: known from general knowledge; ours to lengthen. */
const FREE = new Set(
  `gmail.com googlemail.com outlook.com outlook.co.uk hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com yahoo.co.uk
  ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.co.uk gmx.com gmx.net gmx.co.uk gmx.de web.de mail.com proton.me
  protonmail.com pm.me zoho.com yandex.com mail.ru fastmail.com tutanota.com tuta.io hey.com inbox.com btinternet.com sky.com
  virginmedia.com talktalk.net ntlworld.com tiscali.co.uk blueyonder.co.uk rediffmail.com qq.com 163.com naver.com`.split(/\s+/),
)
const GOOGLE = new Set(['gmail.com', 'googlemail.com'])

/** What stands before and after the sign in a small-letter address. */
function partsOf(email: string): { name: string; domain: string } {
  const small = email.trim().toLowerCase()
  const at = small.lastIndexOf('@')
  return { name: small.slice(0, at), domain: small.slice(at + 1) }
}

/** Whether it is an address that says nothing of where somebody works (F3). */
export const isFreeMail = (email: string): boolean => FREE.has(partsOf(email).domain)

/** Two addresses that reach one mailbox are the same here: small letters, without what stands after a plus, or dots at Google. */
export function mailboxOf(email: string): string {
  const { name, domain } = partsOf(email)
  const plain = name.replace(/\+.*$/, '')
  return GOOGLE.has(domain) ? `${plain.replaceAll('.', '')}@gmail.com` : `${plain}@${domain}`
}
