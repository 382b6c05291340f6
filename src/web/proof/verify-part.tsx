import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { canCheckSignatures, checkProof, readHeld, readKey, readProof, type Checked, type Proof } from '#domain/accounts/proof.ts'
import styles from './verify-part.module.css'
import { words as say } from './verify-words.ts'

interface Props {
  /** The key this page trusts, in base64url; empty where it knows none. */
  readonly publicKey: string
  /** Whose key it is. */
  readonly server: string
}

interface Result {
  readonly proof: Proof
  readonly checked: Checked
  readonly otherKey: boolean
}

type Faults = Partial<Record<'proof' | 'older' | 'head' | 'key' | 'all', string>>

/** The verifier (A9): the same in the page and in the file that works from disk. It knows neither network nor Mantine. */
export function VerifyPart({ publicKey, server }: Props): ReactNode {
  const [proofFile, setProofFile] = useState<File | null>(null)
  const [olderFile, setOlderFile] = useState<File | null>(null)
  const [head, setHead] = useState('')
  const [key, setKey] = useState(publicKey)
  const [faults, setFaults] = useState<Faults>({})
  const [result, setResult] = useState<Result | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const refuse = (found: Faults) => {
    setFaults(found)
    setResult(null)
    // Once the fields show it.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }

  const check = async () => {
    if (!(await canCheckSignatures())) return refuse({ all: say.noSignatures })
    if (proofFile === null) return refuse({ proof: say.noProof })
    const proof = readProof(await textOf(proofFile))
    if ('fault' in proof) return refuse({ proof: proof.fault })
    const older = olderFile === null ? null : readHeld(await textOf(olderFile))
    if (older !== null && 'fault' in older) return refuse({ older: older.fault })
    const pasted = head.trim() === '' ? null : readHeld(head)
    if (pasted !== null && 'fault' in pasted) return refuse({ head: pasted.fault })
    const trusted = readKey(key)
    if ('fault' in trusted) return refuse({ key: trusted.fault })
    const held = older ?? pasted
    let checked = await checkProof(proof.value, held?.value ?? null, trusted.value)
    // Both were given: the pasted head is checked too.
    if (older !== null && pasted !== null) checked = together(checked, await checkProof(proof.value, pasted.value, trusted.value))
    setFaults({})
    setResult({ proof: proof.value, checked, otherKey: proof.value.publicKey !== trusted.value })
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    void check()
      .catch(() => refuse({ all: say.unreadable }))
      .finally(() => setBusy(false))
  }
  const changed = () => {
    setFaults({})
    setResult(null)
  }

  return (
    <div className={styles.part}>
      <p>{say.intro}</p>
      <form ref={form} onSubmit={submit} noValidate>
        <FileField label={say.proof} help={say.proofHelp} fault={faults.proof} onChoose={(file) => (setProofFile(file), changed())} />
        <FileField label={say.older} help={say.olderHelp} fault={faults.older} onChoose={(file) => (setOlderFile(file), changed())} />
        <Field label={say.head} help={say.headHelp} fault={faults.head}>
          {(props) => (
            <textarea {...props} rows={3} spellCheck={false} value={head} onChange={(event) => (setHead(event.target.value), changed())} />
          )}
        </Field>
        <Field label={say.key} help={publicKey === '' ? say.keyHelp : say.keyOf(server)} fault={faults.key}>
          {(props) => (
            <input
              {...props}
              type="text"
              spellCheck={false}
              autoComplete="off"
              value={key}
              onChange={(event) => (setKey(event.target.value), changed())}
            />
          )}
        </Field>
        <button type="submit" disabled={busy}>
          {busy ? say.checking : say.check}
        </button>
      </form>
      <div role="status">{result === null ? null : <Said {...result} />}</div>
      <div role="alert">{faults.all === undefined ? null : <p className={styles.fault}>{faults.all}</p>}</div>
    </div>
  )
}

const textOf = (file: File) => file.text().catch(() => '')

const together = (one: Checked, other: Checked): Checked => ({
  ...one,
  faults: [...one.faults, ...other.faults.filter(({ says }) => !one.faults.some((fault) => fault.says === says))],
  heldTo: Math.max(one.heldTo ?? 0, other.heldTo ?? 0),
})

function Said({ proof, checked, otherKey }: Result): ReactNode {
  const { faults, erased, erasedSince, links, heldTo } = checked
  const bad = faults.length > 0
  return (
    <section className={styles.said} data-verdict={bad ? 'bad' : 'good'}>
      <h2>
        <span aria-hidden>{bad ? '✗' : '✓'}</span> {bad ? say.bad : heldTo === null ? say.goodAlone : say.good}
      </h2>
      <p>
        <bdi>{say.of(proof.name)}</bdi>
      </p>
      {bad ? (
        <>
          <p>{say.faults(faults.length)}</p>
          <ul>
            {faults.map(({ says }) => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>{heldTo === null ? say.alone(links) : say.covered(heldTo, links)}</p>
      )}
      {otherKey && <p>{say.otherKey}</p>}
      {erased.length > 0 && <p>{say.erased(erased)}</p>}
      {erasedSince.length > 0 && <p>{say.erasedSince(erasedSince)}</p>}
      <p className={styles.quiet}>{say.notShown}</p>
    </section>
  )
}

interface FieldProps {
  readonly label: string
  readonly help: string
  readonly fault: string | undefined
}

function Field({
  label,
  help,
  fault,
  children,
}: FieldProps & {
  readonly children: (props: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode
}): ReactNode {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <span id={`${id}-help`} className={styles.quiet}>
        {help}
      </span>
      {children({ id, 'aria-describedby': `${id}-help ${id}-fault`, 'aria-invalid': fault !== undefined })}
      <span id={`${id}-fault`} className={styles.fault}>
        {fault}
      </span>
    </div>
  )
}

function FileField({ onChoose, ...field }: FieldProps & { readonly onChoose: (file: File | null) => void }): ReactNode {
  return (
    <Field {...field}>
      {(props) => (
        <input
          {...props}
          type="file"
          accept=".json,application/json,text/plain"
          onChange={({ target }) => onChoose(target.files?.[0] ?? null)}
        />
      )}
    </Field>
  )
}
