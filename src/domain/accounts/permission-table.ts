/**
 * Who may do what (A8): each kind of record by its sections, one cell for each relation. What a cell does not name is refused.
 * Source: the help of the JRCPTB portfolio and of deaneries say that linked supervisors, tutors, directors, administrators and panels see
 * the portfolio, and that some areas are the trainee's alone to write and others the trainers'. The cells are a design from that; for
 * links, library, placements, enrolment, relations and notes, which they do not name, from the rules A5, A8, P24, T1, T2 and T6.
 */
export const ACTS = ['read', 'write', 'sign', 'comment', 'verify'] as const
export type Act = (typeof ACTS)[number]

/**
 * How far a record of training is, to the one who asks: `new` where they have begun nothing, `begun` where they began and did not
 * finish, `locked` once it is signed or verified, `frozen` while the owner's whole record waits for enrolment (T1).
 */
export const STATES = ['new', 'begun', 'locked', 'frozen'] as const
export type State = (typeof STATES)[number]

/** R read, W write, S sign, C comment, V verify. */
type Cell = '-' | 'R' | 'RW' | 'RS' | 'RWS' | 'RV' | 'RWV' | 'RC'

/** In the order of RELATIONS: owner; clinical, educational supervisor; tutor, director, coordinator; college; panel, lay member. */
type Row = readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell]

interface Kind {
  /** Empty where nothing hangs on the state. */
  readonly states: readonly State[]
  readonly sections: Readonly<Record<string, Row>>
}

const ALONE: Row = ['RW', '-', '-', '-', '-', '-', '-', '-', '-']
/** What a trainee shows of their training: to supervisors, programme and panel, not to administration. */
const SHOWN: Row = ['RW', 'R', 'R', 'R', 'R', '-', '-', 'R', 'R']

const ANY: readonly State[] = []
const UNSIGNED: readonly State[] = ['new', 'begun', 'frozen']

export const PERMISSIONS = {
  account: { states: ANY, sections: { whole: ALONE } },
  /** What is shared with an appraiser, who reads it by its code (P25), and the appraisal year. */
  appraisal: { states: ANY, sections: { whole: ALONE } },
  audit: { states: ANY, sections: { whole: ['R', '-', '-', '-', '-', '-', '-', '-', '-'] } },
  connection: { states: ANY, sections: { whole: ALONE } },
  draft: { states: ANY, sections: { whole: ALONE } },
  file: { states: ANY, sections: { whole: ALONE } },
  item: { states: ANY, sections: { whole: ALONE } },
  learning: { states: ANY, sections: { whole: ALONE } },
  preference: { states: ANY, sections: { whole: ALONE } },
  report: { states: ANY, sections: { whole: ALONE } },
  tag: { states: ANY, sections: { whole: ALONE } },

  profile: {
    states: ANY,
    sections: {
      contact: ['RW', 'R', 'R', 'R', 'R', 'RW', 'RW', 'R', 'R'],
      photo: ['RW', 'R', 'R', 'R', 'R', 'R', 'R', 'R', 'R'],
      /** Date of birth and equality details (A5). */
      equality: ALONE,
    },
  },

  /** And the first steps of a training year (T3). The college invites; nobody enrols but the doctor (T1). */
  programme_enrolment: { states: ANY, sections: { whole: ['RW', 'R', 'R', 'R', 'R', 'R', 'R', 'R', '-'] } },
  placement: { states: ANY, sections: { whole: ['R', 'R', 'R', 'R', 'R', 'RW', 'R', 'R', 'R'] } },
  relation: {
    states: ANY,
    sections: {
      supervision: ['R', 'R', 'R', 'R', 'R', 'RW', 'R', 'R', 'R'],
      panel: ['R', 'R', 'R', 'R', 'R', 'RW', 'R', 'R', 'R'],
    },
  },
  /** A wrong supervisor, from asking to the change (T2). Supervisors and panels hear of it by the change. */
  supervisor_correction: {
    states: ANY,
    sections: {
      request: ['RW', '-', '-', 'R', 'R', 'R', 'R', '-', '-'],
      naming: ['R', '-', '-', 'RW', 'RW', 'R', 'R', '-', '-'],
      outcome: ['R', '-', '-', 'R', 'R', 'RW', 'R', '-', '-'],
    },
  },

  evidence_link: { states: UNSIGNED, sections: { whole: SHOWN } },
  /** A file that is linked is read as evidence. */
  library_file: { states: ANY, sections: { private: ALONE } },
  self_assessment: { states: UNSIGNED, sections: { whole: SHOWN } },
  sign_off: { states: STATES, sections: { whole: ['R', 'RWS', 'RWS', 'R', 'R', '-', '-', 'R', 'R'] } },
  supervisor_note: {
    states: UNSIGNED,
    sections: {
      /** That there is one. */
      status: ['R', 'R', 'R', '-', '-', '-', '-', '-', '-'],
      text: ['-', 'RW', 'RW', '-', '-', '-', '-', '-', '-'],
    },
  },

  declaration: {
    states: STATES,
    sections: {
      /** Which are signed, and when. */
      status: ['R', '-', 'R', 'R', 'R', 'R', 'R', 'R', '-'],
      probity: ['RWS', '-', 'R', 'R', 'R', '-', '-', 'R', '-'],
      health: ['RWS', '-', 'R', '-', 'R', '-', '-', 'R', '-'],
      /** The educational agreement of the year. */
      agreement: ['RWS', '-', 'RWS', 'R', 'R', '-', '-', 'R', '-'],
    },
  },
  professional_certificate: { states: STATES, sections: { whole: ['RW', 'RV', 'RV', 'R', 'R', 'RV', 'RV', 'R', 'R'] } },
  exam_result: { states: STATES, sections: { whole: ['RW', 'RV', 'RV', 'R', 'R', 'RV', 'RWV', 'R', 'R'] } },
  chain: {
    states: ANY,
    sections: {
      /** How many were signed, and the newest link's hash (A9). */
      head: ['R', 'R', 'R', 'R', 'R', 'R', 'R', 'R', 'R'],
      /** What was signed, with salts: the proof to take away. */
      whole: ['R', '-', '-', '-', '-', '-', '-', '-', '-'],
    },
  },
  /** To another version of the curriculum (T10). */
  curriculum_move: { states: ANY, sections: { whole: ['R', 'R', 'R', 'R', 'R', 'R', 'RW', 'R', '-'] } },
  /** Clinics, procedures, acute take and teaching (T13). */
  log: { states: STATES, sections: { whole: ['RW', 'RV', 'RV', 'R', 'R', '-', '-', 'R', 'R'] } },
  /** What is to be talked about at the next meeting (T18). */
  agenda_point: { states: ['new', 'frozen'], sections: { whole: ['RW', 'RW', 'RW', 'R', 'R', '-', '-', '-', '-'] } },
  /** Their author's alone until shared (F1). */
  reflection: {
    states: UNSIGNED,
    sections: {
      private: ALONE,
      shared: SHOWN,
      comments: ['RC', 'RC', 'RC', 'R', 'R', '-', '-', 'R', 'R'],
    },
  },
  /** What somebody offered to the shared collection, and their own reading of it: whose a copy is, nobody else can ask (F6). */
  shared_collection: { states: ANY, sections: { whole: ALONE } },
  /** Supervised learning events and assessments (F2). To write the status is to begin one; `other` is the assessor's part. */
  assessment: {
    states: STATES,
    sections: {
      status: ['RW', 'R', 'R', 'R', 'R', 'R', '-', 'R', 'R'],
      own: SHOWN,
      other: ['R', 'RWS', 'RWS', 'R', 'R', '-', '-', 'R', 'R'],
      /** Where it is the educational supervisor's alone: what several others said, brought together. */
      educational: ['R', 'R', 'RWS', 'R', 'R', '-', '-', 'R', 'R'],
      comments: ['RC', 'R', 'R', 'R', 'R', '-', '-', 'R', 'R'],
    },
  },
  /** A round of feedback from colleagues (F5): who is asked; its course; and what the educational supervisor makes of the replies. */
  msf_round: {
    states: UNSIGNED,
    sections: {
      raters: ['RW', '-', 'R', '-', '-', '-', '-', '-', '-'],
      course: ['RW', '-', 'RW', '-', '-', '-', '-', '-', '-'],
      judgement: ['R', '-', 'RW', '-', '-', '-', '-', '-', '-'],
    },
  },
  /** What colleagues said before it is released, brought together and without names. Afterwards it stands in the assessment. */
  msf_replies: { states: ANY, sections: { whole: ['-', '-', 'R', '-', '-', '-', '-', '-', '-'] } },
  /** `own` is the trainee's preparation, and that they have read it; `other` the supervisor's part (T12). */
  meeting: {
    states: STATES,
    sections: {
      status: ['RW', 'RW', 'RW', 'R', 'R', 'R', '-', 'R', 'R'],
      own: ['RWS', 'R', 'R', 'R', 'R', '-', '-', 'R', 'R'],
      other: ['R', 'RWS', 'RWS', 'R', 'R', '-', '-', 'R', 'R'],
      /** Where it is the educational supervisor's alone: the induction of the year, and reviews. */
      educational: ['R', 'R', 'RWS', 'R', 'R', '-', '-', 'R', 'R'],
      /** Who reads what was said of wellbeing; who writes it, the sections above say. */
      wellbeing: ['R', 'R', 'R', '-', '-', '-', '-', '-', '-'],
      comments: ['RC', 'RC', 'RC', 'R', 'R', '-', '-', 'R', 'R'],
    },
  },
  /** The educational supervisor's report, by them alone; `own` is that the trainee has read it (T12). */
  supervisor_report: {
    states: STATES,
    sections: {
      status: ['R', 'R', 'RW', 'R', 'R', 'R', '-', 'R', 'R'],
      own: ['RWS', 'R', 'R', 'R', 'R', '-', '-', 'R', 'R'],
      other: ['R', 'R', 'RWS', 'R', 'R', '-', '-', 'R', 'R'],
      comments: ['RC', 'R', 'RC', 'R', 'R', '-', '-', 'R', 'R'],
    },
  },
  /** The personal development plan: the trainee's own; the educational supervisor agrees (T11). */
  pdp: {
    states: UNSIGNED,
    sections: {
      whole: SHOWN,
      agreement: ['R', 'R', 'RS', 'R', 'R', '-', '-', 'R', 'R'],
      comments: ['RC', 'RC', 'RC', 'R', 'R', '-', '-', 'R', 'R'],
    },
  },
  /** That the trainee brought their record before a supervisor, and what is new in it (T19). */
  /** What a programme keeps of a closed account (A10): by a role in it alone, for there is no owner and no college any more. */
  kept_record: { states: ANY, sections: { whole: ['-', '-', '-', 'R', 'R', 'R', '-', '-', '-'] } },
  presentation: { states: UNSIGNED, sections: { whole: SHOWN } },
  /** What others signed in another account or Cairn and came with an archive (R6). To verify it is to accept it, or not. */
  signed_elsewhere: {
    states: ['new', 'frozen'],
    sections: {
      whole: ['R', 'RV', 'RV', 'R', 'R', 'RV', '-', 'R', 'R'],
      /** Declarations, and forms that this Cairn does not know: any of them may hold what few may read. */
      few: ['R', '-', 'RV', '-', '-', '-', '-', '-', '-'],
    },
  },
  absence: { states: UNSIGNED, sections: { whole: ['RW', 'R', 'R', 'R', 'R', 'RW', 'RW', 'R', '-'] } },
} as const satisfies Readonly<Record<string, Kind>>

export type RecordKind = keyof typeof PERMISSIONS
export const RECORD_KINDS = Object.keys(PERMISSIONS) as RecordKind[]

export type Section<K extends RecordKind> = keyof (typeof PERMISSIONS)[K]['sections'] & string
