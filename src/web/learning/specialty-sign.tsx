import IconActivityHeartbeat from '@tabler/icons-react/dist/esm/icons/IconActivityHeartbeat.mjs'
import IconAmbulance from '@tabler/icons-react/dist/esm/icons/IconAmbulance.mjs'
import IconBrain from '@tabler/icons-react/dist/esm/icons/IconBrain.mjs'
import IconDroplet from '@tabler/icons-react/dist/esm/icons/IconDroplet.mjs'
import IconFilter from '@tabler/icons-react/dist/esm/icons/IconFilter.mjs'
import IconHeart from '@tabler/icons-react/dist/esm/icons/IconHeart.mjs'
import IconHeartHandshake from '@tabler/icons-react/dist/esm/icons/IconHeartHandshake.mjs'
import IconLungs from '@tabler/icons-react/dist/esm/icons/IconLungs.mjs'
import IconMessages from '@tabler/icons-react/dist/esm/icons/IconMessages.mjs'
import IconMoodKid from '@tabler/icons-react/dist/esm/icons/IconMoodKid.mjs'
import IconOld from '@tabler/icons-react/dist/esm/icons/IconOld.mjs'
import IconScissors from '@tabler/icons-react/dist/esm/icons/IconScissors.mjs'
import IconStethoscope from '@tabler/icons-react/dist/esm/icons/IconStethoscope.mjs'
import type { ReactNode } from 'react'
import type { Specialty } from '#domain/learning/module-file.ts'
import styles from './catalogue.module.css'

const SIGNS = {
  'acute-medicine': IconActivityHeartbeat,
  anaesthetics: IconLungs,
  cardiology: IconHeart,
  'emergency-medicine': IconAmbulance,
  'general-practice': IconStethoscope,
  'geriatric-medicine': IconOld,
  haematology: IconDroplet,
  paediatrics: IconMoodKid,
  'palliative-medicine': IconHeartHandshake,
  psychiatry: IconBrain,
  'renal-medicine': IconFilter,
  surgery: IconScissors,
  'professional-skills': IconMessages,
} as const satisfies Record<Specialty, unknown>

/** A picture for the eye that runs over many cards; the words beside it say the same. */
export function SpecialtySign({ specialty = 'professional-skills' }: { readonly specialty?: Specialty | undefined }): ReactNode {
  const Sign = SIGNS[specialty]
  return (
    <span className={styles.sign} aria-hidden>
      <Sign size={20} stroke={1.75} />
    </span>
  )
}
