import type { OwnTag } from './topics.ts'

export interface Impact {
  readonly before: string
  readonly after: string
  readonly changes: string
}

const impact = (before: string, after: string, changes: string): Impact => ({ before, after, changes })

/** What learning changed, by area: how I worked before, how I work now, and what we altered. */
export const IMPACTS: Readonly<Record<OwnTag, readonly Impact[]>> = {
  diabetes: [
    impact(
      'I stepped up glucose treatment by the last result.',
      'I look at heart, kidneys and weight first and choose the medicine by them.',
      'Our review template opens with risk, not with glucose.',
    ),
    impact(
      'Foot checks were done when there was time.',
      'Shoes come off at every review, and the risk is written down.',
      'The health care assistants were trained and do them before I see the person.',
    ),
  ],
  'cardiovascular risk': [
    impact(
      'I treated the number measured in my room.',
      'I ask for a week of home readings and decide on those.',
      'We bought six monitors to lend, with a sheet that explains them.',
    ),
    impact(
      'I quoted the risk score and recommended a statin.',
      'I show it as faces on a page and wait for questions.',
      'A decision aid is linked from our template.',
    ),
  ],
  obesity: [
    impact(
      'I mentioned weight at the end, in passing.',
      'I ask whether it is all right to talk about it, and mean the question.',
      'Wider chairs and a larger cuff are in every room.',
    ),
    impact(
      'Advice was to eat less and move more.',
      'We set one goal together and book a date to look at it.',
      'We refer to the local programme from the first visit.',
    ),
  ],
  'palliative care': [
    impact(
      'Plans were written late, often by the out-of-hours team.',
      'I begin the conversation when I would not be surprised by a death within the year.',
      'A monthly list goes through our palliative care meeting.',
    ),
    impact(
      'I prescribed anticipatory medicines and left the rest to others.',
      'I explain them to the family myself.',
      'Each box now goes out with a leaflet and a telephone number.',
    ),
  ],
  safeguarding: [
    impact(
      'I wrote concerns in free text, where nobody would find them.',
      'I code them, and say so to our lead the same day.',
      'Every meeting opens with the list of children who were not brought.',
    ),
    impact(
      'I asked about home only where I suspected something.',
      'I ask everybody, on their own.',
      'A card with telephone numbers lies in the toilets.',
    ),
  ],
  'mental health': [
    impact(
      'I handed out a leaflet and asked people to come back if no better.',
      'I book the next visit before they leave.',
      'We keep two appointments a day for such returns.',
    ),
    impact(
      'I halved the dose and stopped.',
      'I reduce in small steps and slower towards the end.',
      'Our pharmacist rings every fortnight while somebody is reducing.',
    ),
  ],
  'women’s health': [
    impact(
      'I offered a tablet and a scan.',
      'I ask what the bleeding stops them from doing, and offer all options the same day.',
      'Coil fitting can be booked without a second consultation.',
    ),
    impact(
      'I waited for a pattern of symptoms over many months.',
      'I ask for a diary and act on the first cycles.',
      'A symptom diary is sent by text before the visit.',
    ),
  ],
  menopause: [
    impact(
      'I measured hormones in everybody with symptoms.',
      'Over forty-five I go by the story.',
      'Our test request form asks for the age and the reason.',
    ),
    impact(
      'I avoided hormone replacement where there was any doubt.',
      'I explain absolute numbers and let the woman choose.',
      'A review after three months is booked at the start.',
    ),
  ],
  'child health': [
    impact(
      'I told parents to come back if worried.',
      'I say which three signs to look for, and write them down.',
      'A sheet in five languages is at reception.',
    ),
    impact(
      'I prescribed a small tube and hoped.',
      'I write the amount for a week and show how to apply it.',
      'The nurse rings after ten days.',
    ),
  ],
  respiratory: [
    impact(
      'Reliever inhalers were repeated without a question.',
      'Three in half a year bring an invitation.',
      'A monthly search finds them, and reception books the review.',
    ),
    impact('I asked whether the inhaler was all right.', 'I ask to be shown.', 'Placebo devices are in every room.'),
  ],
  skin: [
    impact(
      'I described rashes by colour.',
      'I feel for warmth and ask what has changed from the usual skin.',
      'We keep an atlas with all skin tones at hand.',
    ),
    impact(
      'I referred most changing moles.',
      'I look with the dermatoscope first and send a picture.',
      'Two of us see skin lesions together once a week.',
    ),
  ],
  'joints and bones': [
    impact(
      'I ordered pictures of painful backs.',
      'I explain, examine and agree on movement.',
      'Self-referral to physiotherapy is on the website.',
    ),
    impact(
      'A broken wrist was the hospital’s business.',
      'I work out the fracture risk and treat it.',
      'Discharge letters with a fracture are flagged for us.',
    ),
  ],
  prescribing: [
    impact(
      'I renewed long lists because they had always been there.',
      'I stop one medicine at a time, with a date to look back.',
      'Reviews of people on ten medicines or more have double time.',
    ),
    impact(
      'I started pain relief without saying when it would end.',
      'I agree the end at the beginning.',
      'First prescriptions are limited to two weeks.',
    ),
  ],
  frailty: [
    impact(
      'After a fall I looked for injuries.',
      'I look for reasons: standing pressure, tablets, eyes, feet and floors.',
      'The community team gets the referral the same day.',
    ),
    impact(
      'Visits were for illness only.',
      'I plan one calm visit with the carer there.',
      'Frailty is coded, and a plan stands in the shared record.',
    ),
  ],
  dementia: [
    impact(
      'I waited for the memory clinic before I used the word.',
      'I name what I suspect, and what happens next.',
      'Carers are registered as such, and offered a check of their own.',
    ),
    impact(
      'I reached for sedation when asked by tired staff.',
      'I look for pain, infection and boredom first.',
      'The home keeps a record of what came before each episode.',
    ),
  ],
  cancer: [
    impact(
      'A normal result closed the question.',
      'I book a second look where the story goes on.',
      'Every urgent referral is on a list that somebody owns.',
    ),
    impact(
      'I gave difficult news between other patients.',
      'I keep the last appointment free and offer to ring the day after.',
      'Reception knows whom to put through at once.',
    ),
  ],
  'sexual health': [
    impact(
      'I asked about sexual health when it was mentioned.',
      'I ask as routine, in the same words for everybody.',
      'Self-test kits lie in the waiting room.',
    ),
    impact(
      'I treated erection problems by themselves.',
      'I check pressure, lipids and glucose along with it.',
      'The template prompts for a risk score.',
    ),
  ],
  'kidney disease': [
    impact(
      'I looked at the filtration rate alone.',
      'I ask for urine albumin too and look at the trend.',
      'The yearly recall sends a sample pot with the letter.',
    ),
    impact(
      'Sick-day advice was given, if at all, in hospital.',
      'I give it when I start the medicine.',
      'A card is printed with the prescription.',
    ),
  ],
  emergencies: [
    impact(
      'I hoped that somebody would know where the oxygen is.',
      'I take the lead, give each a task and say it aloud.',
      'We practise for ten minutes every second month.',
    ),
    impact(
      'Observations were taken when somebody looked ill.',
      'All five are taken, and scored.',
      'A bag with the equipment goes on every visit.',
    ),
  ],
  infection: [
    impact(
      'I gave antibiotics when I was in a hurry.',
      'I use a score, explain the natural course and offer a delayed prescription.',
      'Our rates are shown to all of us each quarter.',
    ),
    impact(
      'I chose the length of a course by habit.',
      'I give the shortest that is known to work.',
      'The default lengths in our system were changed.',
    ),
  ],
  consulting: [
    impact(
      'I began to type while people were still talking.',
      'I listen for the first minute with my hands still.',
      'My screen is turned so that both of us see it.',
    ),
    impact(
      'I gave all the options at once.',
      'I ask what matters, then talk through the two that fit.',
      'I end by asking what they will tell at home.',
    ),
  ],
  teaching: [
    impact('I answered every question myself.', 'I ask for the learner’s plan first.', 'Tutorials begin with a case of theirs.'),
    impact('Feedback waited for the formal meeting.', 'I give one point the same day.', 'We keep ten minutes after each surgery for it.'),
  ],
  leadership: [
    impact(
      'We discussed the same problem at every meeting.',
      'We try one small change for two weeks and look at it.',
      'A board in the kitchen shows what is being tried.',
    ),
    impact(
      'I took decisions about the desk from my own desk.',
      'I ask those who work there first.',
      'Reception has a seat at the partners’ meeting.',
    ),
  ],
  'digestive health': [
    impact(
      'I repeated mildly raised liver tests again and again.',
      'I work out a fibrosis score at the first one.',
      'The laboratory adds it by itself on request.',
    ),
    impact(
      'I sent people with bowel symptoms for many tests.',
      'I make the diagnosis by the story and two simple ones.',
      'A diet sheet and a dietitian’s contact are in the template.',
    ),
  ],
  'health inequalities': [
    impact('I used relatives to interpret.', 'I book an interpreter, and double time.', 'The language is on the front of the record.'),
    impact(
      'People who missed two appointments were sent a letter.',
      'We ring, ask what made it hard, and offer another way.',
      'A weekly drop-in needs no booking.',
    ),
  ],
}

export const ANSWER_NOTES = {
  yes: 'Yes: a second look at our figures shows that it held, and I no longer have to think of it.',
  partly: 'In my own surgeries yes; the locums do not know of it yet. It goes into the induction pack.',
  no: 'It faded after the winter. We try again with a reminder in the template.',
} as const
