import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import IconBan from '@tabler/icons-react/dist/esm/icons/IconBan.mjs'
import IconCertificate from '@tabler/icons-react/dist/esm/icons/IconCertificate.mjs'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs'
import { useId, type ReactNode } from 'react'
import type { Certificate } from '#domain/learning/contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { State } from '#web/ui/state.tsx'
import { Page } from '#web/ui/page.tsx'
import styles from './certificates.module.css'
import { useCertificateCredits } from './credits-said.tsx'
import { certificatesQuery } from './learning-queries.ts'
import { SaveCertificate } from './save-certificate.tsx'
import { words } from './words.ts'

const say = words.certificates

/** Every certificate, newest first; void ones stay and say so (L7, L8). */
export function CertificatesPage(): ReactNode {
  const { data, error, refetch } = useQuery(certificatesQuery(usePerson().id))
  return (
    <Page title={say.title} helpPage="certificates" narrow>
      {data === undefined ? (
        error === null ? (
          <Loader aria-label={words.loading} role="status" m="15vh auto" display="block" />
        ) : (
          <State alert icon={<IconPlugConnectedX size={28} />} title={say.failed} text={sayFault(error)}>
            <Button onClick={() => void refetch()}>{words.retry}</Button>
          </State>
        )
      ) : data.certificates.length === 0 ? (
        <State icon={<IconCertificate size={28} />} title={say.none} text={say.noneText}>
          <Button component={Link} to="/learning">
            {say.find}
          </Button>
        </State>
      ) : (
        <ul className={styles.list}>
          {data.certificates.map((certificate) => (
            <OneCertificate key={certificate.id} certificate={certificate} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function OneCertificate({ certificate }: { readonly certificate: Certificate }): ReactNode {
  const id = useId()
  const credits = useCertificateCredits()(certificate)
  const isVoid = certificate.voidedOn !== null
  return (
    <li className={styles.one} data-void={isVoid || undefined}>
      <div className={styles.text}>
        <h2 id={id}>
          <Link to="/learning/modules/$moduleId" params={{ moduleId: certificate.moduleId }}>
            {certificate.title}
          </Link>
        </h2>
        <p className={styles.state}>
          {isVoid ? <IconBan size={16} aria-hidden /> : <IconCircleCheckFilled size={16} aria-hidden />}
          {certificate.voidedOn === null ? say.valid : say.void(longDate(certificate.voidedOn))}
        </p>
        <p>{[say.passedOn(longDate(certificate.passedOn)), ...(credits === null || isVoid ? [] : [credits])].join(' · ')}</p>
        <p className={styles.quiet}>
          {say.code}{' '}
          <Link to="/check/$code" params={{ code: certificate.code }} className={styles.code}>
            {certificate.code}
          </Link>
        </p>
      </div>
      {!isVoid && <SaveCertificate certificate={certificate} of={id} variant="default" />}
    </li>
  )
}
