import type { OwnTag } from './topics.ts'

/** What a GP might write down after learning about something; general, and about nobody. */
export const LEARNING_POINTS: Readonly<Record<OwnTag, readonly string[]>> = {
  diabetes: [
    'The order in which medicines are added now depends on heart and kidney risk first, and on glucose second.',
    'Targets should be agreed with the person, and can be looser where hypos would do more harm than a high reading.',
    'Weight, blood pressure and lipids deserve as much of the review as the glucose does.',
  ],
  'cardiovascular risk': [
    'Home readings tell more than ours, and people trust a number they have measured themselves.',
    'A risk score opens the conversation; it should not close it.',
    'Most of the benefit comes from taking something every day, so side effects are worth asking about early.',
  ],
  obesity: [
    'Asking for permission before talking about weight changes the tone of everything that follows.',
    'Small, lasting losses matter for health, and it helps to say so.',
    'Our chairs, cuffs and scales say who is expected here; I had not looked at the room that way.',
  ],
  'palliative care': [
    'Asking what matters most comes before asking where someone wishes to be.',
    'Anticipatory medicines help only if the family knows what they are for and whom to call.',
    'A short call after a death means more to a family than I had thought.',
  ],
  safeguarding: [
    'One small worry is rarely enough; written down and shared, several small worries become a picture.',
    'Ask alone, ask kindly, and ask more than once.',
    'A missed appointment of a child is better read as ‘was not brought’.',
  ],
  'mental health': [
    'Asking about suicide directly does not plant the idea; it tells people that they may talk about it.',
    'A booked second appointment does more in low mood than a leaflet and an open door.',
    'Reducing slowly, in smaller steps at the end, makes stopping much more likely to last.',
  ],
  'women’s health': [
    'A pain that stops someone working every month is not ‘just periods’, and deserves a plan.',
    'Offering choice of a chaperone and of a second visit made examination easier for everybody.',
    'I had underrated how long people wait before they mention bleeding.',
  ],
  menopause: [
    'For most women under sixty with symptoms the benefits are greater than the risks, if it is explained and reviewed.',
    'Oestrogen through the skin is the safer choice where there is a risk of clots.',
    'Sleep and mood are often the first to change, and the last to be connected with hormones.',
  ],
  'child health': [
    'A parent’s sense that this time is different is a clinical sign.',
    'Clear advice on what should bring a family back matters as much as the examination.',
    'Most of what I prescribe for small children could be explanation and time.',
  ],
  respiratory: [
    'Frequent reliever use is the loudest warning in asthma, and the easiest to search for.',
    'Watching somebody use an inhaler takes one minute and often changes the plan.',
    'A diagnosis made without spirometry is worth opening again.',
  ],
  skin: [
    'Most textbook pictures show lighter skin; redness may not look red at all.',
    'Amounts of cream should be written down: most people use far too little.',
    'A photograph with a ruler makes the referral better and the second look fairer.',
  ],
  'joints and bones': [
    'Words like ‘wear and tear’ make people move less; I shall stop using them.',
    'A first fracture after a simple fall is the moment to think of bone protection.',
    'Early morning stiffness and squeezing the knuckles: two quick checks that decide the urgency.',
  ],
  prescribing: [
    'Every new medicine needs a date on which we will ask whether it is still needed.',
    'The list gets shorter when one person has time to look at all of it.',
    'Starting is quick and stopping takes a conversation; the appointment should allow for it.',
  ],
  frailty: [
    'Standing blood pressure should be part of every review after a fall.',
    'Frailty is a reason to ask what somebody wants from treatment, not a reason to stop treating.',
    'Getting up from a chair tells me more than most blood tests.',
  ],
  dementia: [
    'A change of behaviour is a message: pain, infection, constipation or loneliness come first.',
    'A named contact is what carers ask for most.',
    'Giving the diagnosis clearly, and then stopping to listen, is kinder than hints.',
  ],
  cancer: [
    'Vague symptoms that keep coming back deserve a list, a date and a second pair of eyes.',
    'A normal first test does not end the search when the story has not changed.',
    'People remember how quickly we rang more than which words we chose.',
  ],
  'sexual health': [
    'Asking everybody the same few questions is easier than guessing who needs them.',
    'Offering a test as routine takes away most of the awkwardness, mine included.',
    'Erection problems can come years before angina: a reason for a full risk check.',
  ],
  'kidney disease': [
    'Urine albumin is the half of the picture we forget to ask for.',
    'The trend over some years says more than a single result.',
    'Sick-day advice works when it is given before the sick day, on paper.',
  ],
  emergencies: [
    'Adrenaline early, into the thigh, and no waiting for certainty.',
    'The trolley was fine; nobody had known who calls the ambulance. Now there is a card.',
    'Counting the breaths is the observation most often left out, and the most telling.',
  ],
  infection: [
    'A delayed prescription with a clear reason satisfies most people, and is often not collected.',
    'Short courses are enough for most of the infections we see.',
    'Sending a sample before the second course, not after it, would save a week.',
  ],
  consulting: [
    'Silence for a few seconds brought out the real reason for coming.',
    'Saying what I hear before saying what I think saves time in the end.',
    'Agreeing the order of problems at the start keeps both of us calmer.',
  ],
  teaching: [
    'Asking ‘what would you do if I were not here?’ teaches more than my answer.',
    'Feedback on one thing, soon, beats feedback on everything at the end of the week.',
    'Learners notice how we speak about patients when the door is closed.',
  ],
  leadership: [
    'Change held where somebody at the front desk had helped to design it.',
    'We measure appointments and forget to measure continuity.',
    'A short meeting that ends with names and dates is worth more than a long one.',
  ],
  'digestive health': [
    'Coeliac disease should be tested for before the diet is changed, not after it.',
    'Liver tests need a fibrosis score more than a repeat in three months.',
    'A positive diagnosis of irritable bowel, with an explanation, is itself a treatment.',
  ],
  'health inequalities': [
    'Proof of address is not needed to register, and our desk now says so.',
    'Those who need us most have the least room for a second bus fare: do it in one visit.',
    'A professional interpreter, booked for double time, changed what I thought I knew.',
  ],
}

/** For what bears none of the GP's own tags. */
export const GENERAL_POINTS: readonly string[] = [
  'The story matters more than the test, and is free.',
  'Knowing when not to investigate is the harder half.',
  'A clear plan for what happens if things do not settle helps both of us sleep.',
  'I was pleased how much of this we do already, and surprised by the one thing we do not.',
]
