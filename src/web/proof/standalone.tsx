import { createRoot } from 'react-dom/client'
import './standalone.css'
import { VerifyPart } from './verify-part.tsx'

/** The verifier as a file of its own: the server writes its key into the page it hands out. */
const metaOf = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
const publicKey = metaOf('cairn-chain-key')
const known = !publicKey.startsWith('__')

createRoot(document.querySelector('#verifier')!).render(
  <VerifyPart publicKey={known ? publicKey : ''} server={known ? metaOf('cairn-server') : ''} />,
)
