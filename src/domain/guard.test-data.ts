/**
 * Believable clinical writing for the guard's figures (P18): 200 sentences with something planted, marked by ‹ ›, and 200 without.
 * Numbers are made by their own check digits; names, places and references are made up.
 */
import type { GuardRule } from './guard-rules.ts'

/** Nine digits with their check digit, or the next nine that have one. */
function checked(nine: number): string {
  for (let at = nine; ; at += 1) {
    const digits = String(at).padStart(9, '0')
    const sum = [...digits].reduce((all, digit, index) => all + Number(digit) * (10 - index), 0)
    const check = 11 - (sum % 11)
    if (check !== 10) return `${digits}${check % 11}`
  }
}
const three = (n: string, by: string) => `${n.slice(0, 3)}${by}${n.slice(3, 6)}${by}${n.slice(6)}`
const NHS = [943_476_591, 485_777_345, 701_234_567, 612_998_345, 456_120_987, 638_271_450, 722_345_611, 499_123_876].map(checked)
const CHI = ['010170123', '311248456', '150992231', '280203118', '070756402', '221135987'].map((n) => checked(Number(n)))
const HC = [320_123_456, 345_678_901, 361_234_560, 399_000_123].map(checked)

type Planted = readonly [GuardRule, string]

const numbers: readonly Planted[] = [
  ...NHS.flatMap((n, at): Planted[] => {
    const written = [
      three(n, ' '),
      n,
      three(n, '-'),
      `${n.slice(0, 3)} ${n.slice(3)}`,
      three(n, '\u00a0'),
      three(n, '.'),
      three(n, '  '),
      three(n, '–'),
    ]
    const one = written[at % 8]!
    const other = written[(at + 3) % 8]!
    return [
      ['nhs-number', `Seen in clinic with worsening breathlessness, NHS ‹${one}›, and started on diuretics.`],
      ['nhs-number', `I could not find the letter until the clerk searched for ‹${other}› instead of the name.`],
    ]
  }),
  ...CHI.flatMap((n, at): Planted[] => [
    ['chi-number', `CHI ‹${at % 2 ? n : `${n.slice(0, 6)} ${n.slice(6)}`}› was on the wrong drug chart.`],
    ['chi-number', `The sample was labelled ‹${at % 2 ? `${n.slice(0, 6)}-${n.slice(6)}` : n}› and belonged to somebody else.`],
  ]),
  ...HC.flatMap((n): Planted[] => [
    ['hc-number', `The transfer form gave ‹${three(n, ' ')}› as the Health and Care number.`],
    ['hc-number', `On reflection I should have checked ‹${n}› before prescribing.`],
  ]),
]

const labelled: readonly Planted[] = [
  ['hospital-number', 'Hospital number ‹K1234567› was read out over the phone.'],
  ['hospital-number', 'Hosp no: ‹789456123› is the one to look at.'],
  ['hospital-number', 'MRN ‹00453217› had two allergies recorded.'],
  ['hospital-number', 'The MRN was ‹4532179›, which I had copied wrongly.'],
  ['hospital-number', 'Unit no ‹A98765› came to the take at three in the morning.'],
  ['hospital-number', 'K no. ‹556677› went to theatre before the scan.'],
  ['hospital-number', 'URN: ‹RX1034552› is a good example for teaching.'],
  ['hospital-number', 'Please see hosp. number ‹X334455› for the images.'],
  ['hospital-number', 'Case notes number ‹D445566› were lost for two days.'],
  ['hospital-number', 'Patient ID ‹P0098123› was handed over twice.'],
  ['date-of-birth', 'DOB ‹12/03/1952›, admitted with chest pain.'],
  ['date-of-birth', 'The label said d.o.b. ‹4.11.47› but the wristband did not.'],
  ['date-of-birth', 'Date of birth: ‹12 March 1952› was missing from the form.'],
  ['date-of-birth', 'She was born on ‹3rd of June 1988› and had never been in hospital.'],
  ['date-of-birth', 'He was born ‹1988-06-03› and diagnosed as a child.'],
  ['date-of-birth', 'Two patients with the same name, one DOB ‹120352›.'],
  ['date-of-birth', 'The man (‹07/09/1961›, DOB) had been given the wrong letter.'],
  ['date-of-birth', 'DoB ‹March 12, 1952› and allergic to penicillin.'],
  ['date-of-birth', 'D.O.B: ‹01-01-39› was entered for want of a better one.'],
  ['date-of-birth', 'Birth date ‹2 Feb 2019› on the referral, and seen with both parents.'],
  ['postcode', 'Lives alone at ‹SW1A 1AA› and has carers twice a day.'],
  ['postcode', 'District nurses for ‹M1 1AE› had no capacity.'],
  ['postcode', 'The ambulance went to ‹CF10 3AT› first.'],
  ['postcode', 'The address began with ‹ec1a 1bb›, which is outside our area.'],
  ['postcode', 'Discharged home to ‹BT7 1NN› with a package of care.'],
  ['postcode', 'I wrote ‹EH164TJ› on the form without thinking.'],
  ['postcode', 'Home oxygen was delivered to ‹B33 8TH› a week late.'],
  ['postcode', 'He had moved from ‹W1D 3QF› since his last visit.'],
  ['phone', 'The daughter can be reached on ‹07700 900123›.'],
  ['phone', 'I rang ‹020 7946 0958› twice before anyone answered.'],
  ['phone', 'The care home (‹01632 960983›) had not been told.'],
  ['phone', 'His next of kin is on ‹+44 7700 900456›.'],
  ['phone', 'Please call ‹0113 496 0001› for collateral history.'],
  ['phone', 'Her son left ‹07700900789› as his number.'],
  ['phone', 'The pharmacy is at ‹(01632) 960 123› until six.'],
  ['phone', 'Contact ‹0044 20 7946 0111› for the family abroad.'],
  ['phone', 'GP on ‹0161-496-0345› agreed to see her.'],
  ['phone', 'She texts from ‹+44 (0)7700 900321› when she is unwell.'],
  ['email', 'The wife wrote from ‹jane.smith@example.com› to complain.'],
  ['email', 'I sent the summary to ‹dr.patel@nhs.example›, which was the wrong person.'],
  ['email', 'His advocate (‹advocate+help@charity.example.org›) joined by phone.'],
  ['email', 'Copy to ‹ward7.clerk@trust.example.nhs.uk› please.'],
  ['email', 'She asked me to use ‹o_neill@example.co.uk› from now on.'],
  ['email', 'The address on file was ‹old_address99@example.net›.'],
  ['ni-number', 'The fit note had ‹AB123456C› on it.'],
  ['ni-number', 'For the benefit form he gave ‹JG 10 37 59 A› to the nurse.'],
  ['ni-number', 'National Insurance ‹ce123456d› was typed into the notes.'],
  ['ni-number', 'I noticed ‹SH 445566 B› in the margin of the letter.'],
]

const warned: readonly Planted[] = [
  ['like-a-number', 'The blood bottle said ‹A1234567› and nothing else.'],
  ['like-a-number', 'Scan ‹RX987654› was reported for another patient.'],
  ['like-a-number', 'She was ‹K445566› on the list.'],
  ['like-a-number', 'The request ‹HD7654321› had been cancelled.'],
  ['full-date', 'I saw her on ‹12/03/2024› in the acute medical unit.'],
  ['full-date', 'On ‹12 March 2024› we had a difficult conversation.'],
  ['full-date', 'The operation on ‹3rd of November 2023› went well.'],
  ['full-date', 'Readmitted ‹2024-02-29› with the same problem.'],
  ['full-date', 'He died on ‹7.1.24› with his family beside him.'],
  ['full-date', 'The scan of ‹Sept 4, 2025› was never followed up.'],
  ['full-date', 'Discharged on ‹21-Aug-2025› and back within a day.'],
  ['full-date', 'The event of ‹14 Feb 25› changed how I hand over.'],
  ['full-date', 'It was the night of ‹31/12/23› and we were two doctors short.'],
  ['exact-age', 'A ‹72-year-old› woman came in with palpitations.'],
  ['exact-age', 'A ‹45 year old› man with a first seizure.'],
  ['exact-age', 'The patient, ‹aged 63›, lived with his brother.'],
  ['exact-age', '‹72F› with COPD and type 2 respiratory failure.'],
  ['exact-age', 'Clerked an ‹81M› with a fall and a long lie.'],
  ['exact-age', 'He was ‹38 yo› and had never been ill.'],
  ['exact-age', 'A ‹56 y/o› teacher with weight loss.'],
  ['exact-age', 'The mother of a ‹6-week-old› baby was worried.'],
  ['exact-age', 'She is ‹54 years of age› and runs marathons.'],
  ['exact-age', 'A ‹seventy-two-year-old› with delirium.'],
  ['exact-age', 'I looked after an ‹18 month old› with croup.'],
  ['exact-age', 'At the ‹age of 29› he had his second transplant.'],
  ['exact-age', 'A ‹33yo› presented with pleuritic pain.'],
  ['exact-age', 'The child was ‹9 years old› and very frightened.'],
  ['great-age', 'A ‹94-year-old› retired headteacher with a hip fracture.'],
  ['great-age', 'She was ‹aged 101› and still lived alone.'],
  ['great-age', '‹97F›, found on the floor by her neighbour.'],
  ['great-age', 'A ‹ninety-three year old› man declined surgery.'],
  ['great-age', 'He was ‹92 years old› and clear about his wishes.'],
  ['name', 'I explained the scan to ‹Mrs Abernethy› and her daughter.'],
  ['name', '‹Mr Okonkwo› had been waiting for nine hours.'],
  ['name', 'The consultant, ‹Dr Featherstone›, disagreed with my plan.'],
  ['name', '‹Ms. O’Leary› asked whether she would die.'],
  ['name', '‹Miss Kowalska› brought a list of questions.'],
  ['name', 'I apologised to ‹Mx Taylor› for the wrong pronoun.'],
  ['name', '‹Prof. Llewellyn› asked me to present.'],
  ['name', '‹Sister Mahoney› noticed the rash before I did.'],
  ['name', '‹Nurse Adeyemi› raised the early warning score.'],
  ['name', 'The ‹patient called Winifred› had no relatives.'],
  ['name', 'A young ‹man named Tomasz› came with his interpreter.'],
  ['name', '‹Sir Cedric› was known to everyone on the ward.'],
  ['name', 'I rang ‹Dr Abara-Lewis› at home.'],
  ['name', 'I should have asked ‹Mrs J Pemberton› earlier.'],
  ['name', 'I saw ‹mr Hussain› alone, which I would not do again.'],
  ['name', 'Her ‹daughter called Bronwen› wanted everything done.'],
  ['initials', '‹J.S.› was anxious about going home.'],
  ['initials', 'I discussed it with ‹A. K. B.› and the team.'],
  ['initials', 'Saw ‹pt AB› again before the night shift ended.'],
  ['initials', '‹Patient KW› had refused the drug twice.'],
  ['initials', 'The patient (initials ‹DH›) was moved.'],
  ['initials', 'We told ‹M.T.› about the error together.'],
  ['street-address', 'He was found outside ‹14 Acacia Avenue› by a passer-by.'],
  ['street-address', 'Home visit to ‹221B Baker Street› with the nurse.'],
  ['street-address', 'She lives at ‹7 Old Mill Lane› with two steps to the door.'],
  ['street-address', 'Carers go to ‹32 St Mary’s Close› four times a day.'],
  ['street-address', 'He fell at ‹5 high street› in the rain.'],
  ['street-address', 'The family has moved to ‹118 Queens Drive› since.'],
  ['gmc-number', 'The form was signed by a registrar, ‹GMC 7654321›.'],
  ['gmc-number', 'His ‹GMC number is 7012345›, as the letter shows.'],
  ['gmc-number', 'Signed ‹6123456 (GMC)› at the end of the night.'],
  ['nmc-pin', 'Second check by ‹12A3456B› at four in the morning.'],
  ['nmc-pin', 'The nurse (‹98I7654E›) had already reported it.'],
  ['nmc-pin', 'Countersigned ‹07C1122E› as the policy says.'],
  ['place', 'We transferred her to ‹St Elsewhere Hospital› overnight.'],
  ['place', 'My post at ‹Northbridge General Hospital› began badly.'],
  ['place', 'The GP at ‹Willow Tree Surgery› had sent a full letter.'],
  ['place', 'He was a resident of ‹Larkfield Nursing Home› for years.'],
  ['place', 'Referred by ‹Hazelmere Medical Centre› with jaundice.'],
  ['place', 'She was in ‹bed 14› opposite the nurses.'],
  ['place', 'I was called to ‹Ward 7B› at two.'],
  ['place', 'The patient in ‹bay 3› had been forgotten.'],
  ['place', 'We moved him to ‹side room 2› for his last days.'],
  ['place', 'The ‹Royal Eastshire Infirmary› took the patient.'],
  ['place', 'Care at ‹Brookvale NHS Foundation Trust› is joined up.'],
  ['place', 'Seen in ‹cubicle 9› of the emergency department.'],
  ['case-reference', 'I filed Datix ‹W123456› the same evening.'],
  ['case-reference', 'The incident number is ‹INC-204815› if anyone asks.'],
  ['case-reference', 'Reported on StEIS ref ‹2024/10233› by the matron.'],
  ['case-reference', 'LFPSE reference ‹88123401› was closed without learning.'],
  ['case-reference', 'The coroner’s reference was ‹2023-00451› at first.'],
  ['case-reference', 'Details are at ‹https://records.example.org/view?patient=20481533› for the team.'],
  ['case-reference', 'Complaint ‹C-55012› was about the waiting time.'],
  ['case-reference', 'The inquest file, ‹4417/22›, mentions my note.'],
  ['rare-combination', 'A ‹34-year-old› woman with myasthenia and pneumonia was moved from Northbridge Hospital after a week on the unit.'],
  ['rare-combination', 'In bed 12 lay a ‹19 year old› man with Wilson’s disease, waiting for a transplant.'],
  ['old-date', 'The first episode was on ‹12/03/2011› and nobody wrote it down.'],
  ['old-date', 'He last saw us on ‹1 July 2008› about his eyes.'],
]

const MORE: readonly Planted[] = NHS.slice(0, 6).map((n, at): Planted => [
  'nhs-number',
  [
    `pt ‹${three(n, ' ')}›: bloods not chased`,
    `Learning from ‹${n}›, who waited too long.`,
    `NHS no.‹${three(n, ' ')}›`,
    `(‹${three(n, '-')}›) was discharged without a plan.`,
    `Next time I will look up ‹${three(n, '\u2009')}› before the round.`,
    `nhs number ‹${n}› dob unknown`,
  ][at]!,
])

const furtherWritten = `
name|The wife, ‹Mrs Oyelaran›, kept a diary of the fits.
name|We waited for ‹Dr Macintyre› to come in from home.
name|‹Mr. Castellanos› wanted to go home for the wedding.
place|Her own doctor at ‹Beechwood Practice› knew nothing of it.
place|He had come from ‹Ashdown Hospice› by taxi.
exact-age|The ‹27-year-old› was well enough to leave the same day.
exact-age|A ‹50 year-old› with new ascites.
full-date|Her first visit on ‹05/11/2025› was with another trainee.
full-date|I wrote to the family on ‹17 January 2026›.
phone|The warden’s number is ‹01204 496 007› in the evening.
phone|I left a message on ‹07911 123456›.
phone|Ring ‹0800 496 0022› for the community team.
email|Results go to ‹practice.manager@surgery.example›.
postcode|The scene was near ‹LS2 9JT›.
postcode|Her flat in ‹NE1 4ST› has no lift.
hospital-number|I took blood from MRN ‹7766554› by mistake.
hospital-number|Hospital ID: ‹ZX45821› was on both bags.
date-of-birth|She was born on ‹29 February 1960› in the same hospital.
date-of-birth|Name withheld, DOB: ‹6/6/66›, now recovering.
ni-number|The letter from the benefits office quotes ‹LM 12 34 56 D›.
initials|‹R.T.M.› was the third patient that night with sepsis.
street-address|The fire was at ‹9 Harbour View Terrace› and three were hurt.
case-reference|Safeguarding referral ‹SG-20931› was made at once.
great-age|A ‹96-year-old› man danced at his own birthday on the ward.
`
  .trim()
  .split('\n')
  .map((line): Planted => {
    const [rule = '', text = ''] = line.split('|')
    return [rule as GuardRule, text]
  })

const all = [...numbers, ...labelled, ...warned, ...MORE, ...furtherWritten]
/** The rule that should find it, the sentence, and where it stands in it. */
export const planted = all.map(([rule, marked]) => {
  const start = marked.indexOf('‹')
  const end = marked.indexOf('›') - 1
  return { rule, text: marked.replace('‹', '').replace('›', ''), start, end }
})

/** Nothing here identifies anybody, though much of it has numbers, capitals and codes. */
export const clean: readonly string[] = `
I explained the results in plain words and checked that they had been understood.
The potassium was 6.2 and the ECG showed tented T waves, so I gave calcium gluconate at once.
Blood pressure 120/80, pulse 72, respiratory rate 16, saturations 96% on air.
Troponin rose from 14 to 230 over three hours.
I prescribed amoxicillin 500 mg three times a day for five days.
Vitamin B12 1mg was given intramuscularly on alternate days.
Oxygen was titrated to 88–92% through a Venturi mask.
A patient in their seventies came in with breathlessness.
The patient was in late middle age and had never smoked.
We follow the guideline for people over 65 years old.
The trial took in adults aged 18 to 80 with heart failure.
Everyone aged 65 and over is offered a frailty assessment.
Patients over 75 years of age were left out of the study.
The tumour was staged T2N1M0 and discussed at the meeting.
CURB-65 was 3, so we treated it as severe.
CHA2DS2-VASc was 4 and HAS-BLED 2.
The CT showed a 3.5 cm mass at the level of T12.
An MRI of L4/5 showed a disc prolapse.
The MR angiogram was normal.
I inserted a 12F catheter without difficulty.
A 28Fr chest drain was placed under supervision.
I sited a 16 G cannula in the left arm.
The QT interval was 480 ms, so I stopped the drug.
The FY1 and I shared the list between us.
I am now in my second year and feel more at ease with the take.
I asked the registrar for help earlier than I would have last year.
The consultant let me lead the ward round.
The nurse in charge was worried, and she was right.
A senior nurse noticed that the patient was quieter than before.
The sister on the unit taught me how to set up the pump.
I felt out of my depth and said so.
What went well was the handover; what did not was the documentation.
Next time I will call the outreach team sooner.
I will read the sepsis guideline and teach it to the students by the end of the month.
My action plan is to log ten procedures before the summer.
I learned that silence can be more useful than words.
The family were angry, and I understood why.
I apologised and told them what we knew and what we did not.
The duty of candour conversation was led by my consultant.
I filed a Datix and told the patient.
It was reported in the local system on the same day.
The incident was discussed at the governance meeting.
The coroner was informed, as the death was unexpected.
No complaint was made, but we reviewed the case together.
I attended a course on communication skills with role play.
The teaching covered acid-base balance and its pitfalls.
I taught a group of six medical students about murmurs.
Feedback was 4.6 out of 5 from 23 people.
The audit had 40 sets of notes in each cycle.
Compliance rose from 54% to 81% after the poster.
The run chart shows 12 weeks before and 16 weeks after the change.
We ran three PDSA cycles between April and September.
In March 2024 I began my post in respiratory medicine.
The department sees about 12000 people a year.
The number needed to treat was 37.
The p value was 0.03 and the confidence interval 1.02 to 1.45.
I read the paper of 2019 and its editorial.
Good Medical Practice asks us to work within our competence.
The GMC guidance on consent was updated some years ago.
The GMC expects doctors to reflect.
The NMC code is much like ours.
The Royal College publishes the curriculum.
I have completed 14 of the 20 clinics I need.
The general practice had no appointments that week.
The hospital was on black alert all weekend.
My practice has changed since then.
This surgery was longer than planned.
The clinic ran an hour late.
The ward was short of two nurses.
I was on the ward round until two.
We opened 12 extra beds in the winter.
The patient waited 14 hours for a bed.
A bed 3 days earlier would have helped.
The unit has 28 beds and 4 side rooms.
I moved between wards and clinics all day.
Side effects were explained before the first dose.
The patient called out in pain when moved.
The patient called NHS 111 and was told to come in.
The patient called for help twice.
The mother was called at once.
I was called to see a patient with chest pain.
Sodium 118, urea 3.2, creatinine 61, glucose 5.4.
Haemoglobin fell from 132 to 74 over two days.
Lactate 4.1, pH 7.21, bicarbonate 14, base excess -9.
Weight 82.5 kg, height 1.74 m, BMI 27.
GCS 13: eyes 3, voice 4, movement 6.
The INR was 8.0, so vitamin K 5 mg was given.
Insulin was started at 0.1 units/kg/hour.
I used 10 ml of 1% lidocaine.
Adrenaline 1 mg was given after the third shock.
We gave two units of red cells and 1 g of tranexamic acid.
Observations at 0800, 1200 and 1600 were stable.
The night shift was from 2030 to 0900.
I bleeped 4521 and waited for ten minutes.
The crash call is 2222 here.
The extension was engaged for half an hour.
The form is version 2.1 of the template.
Section 5.2.1 of the policy was not followed.
I scored 7/10 in the quiz and 9/10 when I repeated it.
The exam had 100 questions in two papers.
I passed Part 1 at the first attempt and sat Part 2 in the autumn.
CiP 3 and CiP 4 are the ones this shows best.
This is evidence for generic capability 2.
I discussed capacity under the Mental Capacity Act 2005.
The Human Tissue Act 2004 was new to me.
Section 47 and section 13 were explained to me.
The U.K. guidance differs from the U.S. one.
N.B. the dose is halved in renal failure.
Fluids were given I.V. over four hours.
H. pylori was found and treated.
E. coli grew in the urine.
S. aureus grew in two of two bottles.
COVID-19 changed how we visit.
H1N1 was on the differential.
HbA1c was 71 and is now 52.
CD4 count was above 500.
B12 and folate were both low.
FEV1 was 1.2 litres, 45% of what is expected.
ABCD2 was 5, so the clinic saw the patient next day.
PaO2 8.1 on 2 litres.
ST elevation in V2 to V5.
The S1 root was compressed.
C5 and C6 were intact.
A P2Y12 inhibitor was added.
The 5HT3 antagonist worked.
A DOAC was started instead of warfarin.
An elderly patient with dementia was distressed by the move.
A young adult with epilepsy had not slept.
A toddler with croup settled after dexamethasone.
The teenager spoke freely once the parents had left.
The relatives had flown in from abroad.
Her husband was her main carer.
His brother had the same condition.
The interpreter came by video.
The patient’s faith mattered to the decision, and we asked about it.
I checked my own assumptions about the patient’s job.
They lived alone in a rural area.
The patient was homeless and had no phone.
The discharge letter went to the GP the same day.
The pharmacist found the interaction that I had missed.
The physiotherapist and I agreed a plan.
The dietitian saw the patient within a day.
We held a debrief after the arrest.
The team was tired, and nobody said so.
I could have asked for a second opinion.
I was too quick to close the diagnosis.
Anchoring bias explains much of what happened.
The learning is to look at the trend and not at one value.
I have since read two reviews of hyponatraemia.
I watched the consultant break bad news and took notes.
I led the discussion about resuscitation.
The ReSPECT form was completed with the patient.
Palliative care was involved early, which helped everyone.
The patient died comfortably with family beside them.
I went to the bereavement office and signed the certificate.
A post-mortem was not needed.
I was thanked, which I had not expected.
I practised lumbar puncture on a model first.
The needle went in at the second attempt.
Opening pressure was 32 cm of water.
The pleural fluid was straw-coloured with a protein of 41.
Ascitic fluid white cells were 350.
I confirmed placement with a chest X-ray.
The ultrasound probe was cleaned and logged.
My supervisor watched and scored me as needing indirect supervision.
The supervisor suggested that I summarise before I examine.
I agreed three goals for the next four months.
My personal development plan has five items.
I will attend two outpatient clinics a week.
We agreed to meet again before the end of the placement.
Strengths: calm, thorough, kind to the team.
Areas to work on: delegation and time keeping.
I received twelve replies to my multi-source feedback.
Most raters wrote that I am approachable.
One comment was hard to read, and I talked it through.
I shadowed the medical registrar for a night.
I chaired the journal club and chose the paper.
I wrote a leaflet for patients about anticoagulants.
The leaflet was tested with eight patients.
The business case asked for 1.5 posts.
The rota was redesigned with the managers.
We saved about 20 minutes on each discharge.
The quality board asked us to present again.
I supervised an FY1 doing a cannula.
The student presented a case of nephrotic syndrome.
The lecture on vasculitis was excellent.
A two-hour session on ethics closed the day.
See https://www.nice.org.uk/guidance/ng253 for the guidance.
The paper is at https://doi.org/10.1136/bmj.38920553.
The module took 45 minutes and gave one credit.
I spent 3.5 hours on this.
It counts as 2 credits of external CPD.
The hospital guideline differs from the national one.
Our local pathway starts in the emergency department.
The Acute Medical Unit was full.
The Emergency Department was calm for once.
Same Day Emergency Care saw most of them.
The Nurse Practitioner took the referral.
A Nurse Specialist joined the clinic.
Doctors in training were asked for their views.
The Foundation Programme has its own forms.
The Trust has a new policy.
The Heart Failure Clinic has moved.
`
  .trim()
  .split('\n')
