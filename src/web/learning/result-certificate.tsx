import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Certificate } from '#domain/learning/contract.ts'
import { useCertificateCredits } from './credits-said.tsx'
import styles from './result-page.module.css'
import { SaveCertificate } from './save-certificate.tsx'
import { words } from './words.ts'

const say = words.result

/** The certificate of a pass, and the credits of the organisation looked through (L6, L8). */
export function ResultCertificate({ certificate }: { readonly certificate: Certificate }): ReactNode {
  const credits = useCertificateCredits()(certificate)
  return (
    <section className={styles.certificate} aria-labelledby="certificate">
      <div>
        <h2 id="certificate">{say.certificate}</h2>
        <p>{credits ?? say.noLens}</p>
        <p className={styles.quiet}>
          {say.code}{' '}
          <Link to="/check/$code" params={{ code: certificate.code }} className={styles.code}>
            {certificate.code}
          </Link>
        </p>
      </div>
      <SaveCertificate certificate={certificate} />
    </section>
  )
}
