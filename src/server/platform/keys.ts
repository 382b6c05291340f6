import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'

/** A key of its own for each use, so that what is signed for one can never be shown to another. */
export const keyFor = (secret: string, use: string): string => createHash('sha256').update(`${use}\n${secret}`).digest('base64url')

export interface SigningKey {
  /** 32 bytes in base64url. */
  readonly publicKey: string
  /** In base64url. */
  sign(text: string): string
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 10.3). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 key for one use. Always the same from the same secret, so that there is nothing to store or to lose beside it. */
export function signingKeyFor(secret: string, use: string): SigningKey {
  const der = Buffer.concat([ED25519_PKCS8, Buffer.from(keyFor(secret, use), 'base64url')])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return {
    publicKey: createPublicKey(key).export({ format: 'jwk' }).x!,
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  }
}

/** A key by its name, which stands before what it sealed, so that keys can be changed. */
export interface SealKey {
  readonly name: string
  /** 32 bytes. */
  readonly key: Buffer
}

/** Seals with the first key, opens with any of them. */
export interface Seals {
  /** AES-256-GCM. `bound` is what the text belongs to: sealed text moved to another row does not open there. */
  seal(text: string, bound: string): string
  /** @throws Error where it was sealed by a key that is gone, was changed, or belongs elsewhere */
  open(sealed: string, bound: string): string
}

export function sealsWith(keys: readonly [SealKey, ...SealKey[]]): Seals {
  return {
    seal(text, bound) {
      const [{ name, key }] = keys
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(`${name} ${bound}`))
      const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${name}.${iv.toString('base64url')}.${bytes.toString('base64url')}`
    },
    open(sealed, bound) {
      const [name, iv = '', text = ''] = sealed.split('.')
      const found = keys.find((one) => one.name === name)
      if (found === undefined) throw new Error('This was sealed by a key that is not there any more.')
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', found.key, Buffer.from(iv, 'base64url'))
        .setAAD(Buffer.from(`${name} ${bound}`))
        .setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
    },
  }
}
