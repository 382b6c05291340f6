-- Time out of training, as it was recorded (T20). What was recorded wrongly is taken back and recorded anew.
create table absence (
  owner_id uuid not null,
  id uuid not null,
  type text not null,
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  -- Half days on which the trainee would have worked: 3 is a day and a half.
  half_days int not null check (half_days between 1 and 2 * (until_on - from_on + 1)),
  note text not null default '' check (length(note) <= 1000),
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  taken_back_by uuid,
  taken_back_at timestamptz,
  primary key (owner_id, id),
  check ((taken_back_by is null) = (taken_back_at is null))
);
create index absence_of on absence (owner_id, from_on);
grant select, insert, update (taken_back_by, taken_back_at) on absence to cairn_app;

-- One correction of a supervisor at a time is under way.
create unique index supervisor_correction_open on supervisor_correction (owner_id, relation_id) where closed_at is null;
-- The clinical supervisors of a placement end with it.
create index relation_in_placement on relation (owner_id, placement_id) where placement_id is not null;
