import { canonicalJson, type Json } from '#domain/canonical-json.ts'

/**
 * An owner's chain (A9): sign-offs, declarations and verifications in the order they were made. A link holds a salted hash of its
 * record and not the record, so that a record can be erased and the chain stays whole. All hashes are SHA-256, in hexadecimal.
 * Runs in a browser as it does on the server, for whoever holds an export must be able to check it without Cairn.
 */
export type SignedKind = 'sign-off' | 'declaration' | 'verification' | 'form'

/** What a link says, before it has a hash of its own. */
export interface LinkBody {
  /** Counts from 1. */
  readonly number: number
  /** The hash of the link before; null in the first. */
  readonly previous: string | null
  readonly recordHash: string
  readonly kind: SignedKind
  /** By the server's clock, which the chain does not vouch for: `2026-03-31T09:30:00.000Z`. */
  readonly at: string
}

export interface ChainLink extends LinkBody {
  readonly hash: string
}

export interface SignedRecord {
  readonly number: number
  /** 32 bytes in hexadecimal, so that nobody can find an erased record by trying texts. */
  readonly salt: string
  /** The record as canonical JSON. */
  readonly text: string
}

export interface Chain {
  readonly ownerId: string
  readonly links: readonly ChainLink[]
  /** Those that were not erased. */
  readonly records: readonly SignedRecord[]
}

/** The newest link, signed by the server. Whoever holds one can show what was changed before it since. */
export interface SignedHead {
  readonly ownerId: string
  readonly number: number
  readonly hash: string
  /** Ed25519 over `headText`, in base64url. */
  readonly signature: string
}

const utf8 = new TextEncoder()

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The salt's length is fixed, so salt and text cannot be divided otherwise. */
export const hashOfRecord = ({ salt, text }: Pick<SignedRecord, 'salt' | 'text'>): Promise<string> => sha256(salt + text)

/** The owner is hashed too: a link cannot be shown as somebody else's. */
export function hashOfLink(ownerId: string, { number, previous, recordHash, kind, at }: LinkBody): Promise<string> {
  return sha256(canonicalJson({ ownerId, number, previous, recordHash, kind, at }))
}

export interface Signable {
  readonly ownerId: string
  /** The newest link; null begins the chain. */
  readonly newest: Pick<ChainLink, 'number' | 'hash'> | null
  readonly kind: SignedKind
  readonly record: { readonly [name: string]: Json }
  readonly salt: string
  readonly at: string
}

/** The link that a record makes, and the record as it is kept beside it. */
export async function linkFor(signable: Signable): Promise<{ link: ChainLink; kept: SignedRecord }> {
  const { ownerId, newest, kind, record, salt, at } = signable
  const kept = { number: (newest?.number ?? 0) + 1, salt, text: canonicalJson(record) }
  const body = { number: kept.number, previous: newest?.hash ?? null, recordHash: await hashOfRecord(kept), kind, at }
  return { link: { ...body, hash: await hashOfLink(ownerId, body) }, kept }
}

/** What the server signs of a head. It opens with its purpose, so that no other signature of the key can be shown as one. */
export const headText = ({ ownerId, number, hash }: Omit<SignedHead, 'signature'>): string =>
  canonicalJson({ cairn: 'head of a chain', ownerId, number, hash })

/** `publicKey`: the server's Ed25519 key, 32 bytes in base64url, from where the reader trusts. */
export async function isSignedBy(publicKey: string, head: SignedHead): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, bytesOf(head.signature), utf8.encode(headText(head)))
  } catch {
    return false
  }
}

/** @throws where it is no base64url */
export const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
