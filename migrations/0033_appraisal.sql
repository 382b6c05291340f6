-- What an owner shows to their appraiser, and what the appraiser says to it (P25).

create table appraisal_share (
  owner_id uuid not null references person,
  id uuid not null,
  way text not null check (way in ('link', 'account')),
  -- Who it is for, as the owner wrote it; the address of an account.
  for_name text not null check (for_name <> ''),
  for_email text not null default '',
  -- Whose account that was on the day, if anybody's.
  person_id uuid,
  token_hash text not null,
  -- Filters and columns, as they stood on screen.
  view jsonb not null,
  -- What is read beside the columns: notes, impact, files.
  parts text[] not null default '{}',
  ends_on date not null,
  made_at timestamptz not null,
  revoked_at timestamptz,
  -- Who opened it, as they say or as their account is called.
  appraiser_name text not null default '',
  readings int not null default 0,
  read_at timestamptz,
  -- When the owner was last told by mail of a comment.
  told_at timestamptz,
  primary key (owner_id, id),
  unique (owner_id, token_hash)
);
-- Of an appraiser whose account is erased.
create index appraisal_share_with on appraisal_share (person_id) where person_id is not null;
create index appraisal_share_to on appraisal_share (for_email) where for_email <> '';
grant select, insert, update (revoked_at, appraiser_name, readings, read_at, told_at, person_id, for_email) on appraisal_share to cairn_app;

-- The rows that were looked at before they were shared: no others are ever shown.
create table appraisal_share_item (
  owner_id uuid not null,
  share_id uuid not null,
  item_id uuid not null,
  primary key (owner_id, share_id, item_id),
  foreign key (owner_id, share_id) references appraisal_share (owner_id, id) on delete cascade,
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
create index appraisal_share_item_of on appraisal_share_item (owner_id, item_id);
grant select, insert, delete on appraisal_share_item to cairn_app;

-- The other side: what is shared with somebody who has an account. Led by the reader.
create table appraisal_share_by_person (
  owner_id uuid not null references person,
  id uuid not null,
  of_owner_id uuid not null,
  primary key (owner_id, of_owner_id, id)
);
grant select, insert on appraisal_share_by_person to cairn_app;

-- On a row, or on the whole where no item is named. Append-only.
create table appraisal_comment (
  owner_id uuid not null,
  id uuid not null,
  share_id uuid not null,
  item_id uuid,
  by_name text not null,
  by_id uuid,
  text text not null check (text <> ''),
  at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, share_id) references appraisal_share (owner_id, id) on delete cascade
);
create index appraisal_comment_of on appraisal_comment (owner_id, share_id, at);
create index appraisal_comment_on on appraisal_comment (owner_id, item_id, at);
grant select, insert on appraisal_comment to cairn_app;

-- That an appraiser agreed to credits as they stood then. Append-only.
create table credit_agreement (
  owner_id uuid not null,
  id uuid not null,
  share_id uuid not null,
  by_name text not null,
  by_id uuid,
  note text not null default '',
  -- The total of these rows through the organisation chosen that day; null is None.
  accreditor_id text,
  counted numeric(9, 2) not null,
  impact numeric(9, 2) not null,
  not_counted numeric(9, 2) not null,
  at timestamptz not null,
  primary key (owner_id, id),
  foreign key (owner_id, share_id) references appraisal_share (owner_id, id) on delete cascade
);
create index credit_agreement_of on credit_agreement (owner_id, share_id, at);
grant select, insert on credit_agreement to cairn_app;

-- The rows agreed to, each as it stood. What is deleted for good later stays named here by its id alone. Append-only.
create table credit_agreement_item (
  owner_id uuid not null,
  agreement_id uuid not null,
  item_id uuid not null,
  -- What could be read of it, as a fingerprint: the row, what a reflection says, its files.
  version text not null,
  counted numeric(6, 2),
  impact numeric(6, 2),
  primary key (owner_id, agreement_id, item_id),
  foreign key (owner_id, agreement_id) references credit_agreement (owner_id, id) on delete cascade
);
create index credit_agreement_item_of on credit_agreement_item (owner_id, item_id);
grant select, insert on credit_agreement_item to cairn_app;

-- An appraisal year of its owner (P26). One at a time is not closed.
create table appraisal_year (
  owner_id uuid not null references person,
  id uuid not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  state text not null check (state in ('open', 'prepared', 'discussed', 'closed')),
  prepared_at timestamptz,
  discussed_on date,
  discussed_with text not null default '',
  -- Time away: rows of an id, two days or a share in per cent, and a reason.
  leave jsonb not null default '[]',
  begun_at timestamptz not null,
  version int not null default 1,
  primary key (owner_id, id),
  unique (owner_id, from_on)
);
create unique index appraisal_year_going_on on appraisal_year (owner_id) where state <> 'closed';
grant select, insert, update (to_on, state, prepared_at, discussed_on, discussed_with, leave, version) on appraisal_year to cairn_app;

-- What a year came to on the day it was closed. Append-only.
create table appraisal_record (
  owner_id uuid not null,
  year_id uuid not null,
  sum jsonb not null,
  closed_at timestamptz not null,
  primary key (owner_id, year_id),
  foreign key (owner_id, year_id) references appraisal_year (owner_id, id)
);
grant select, insert on appraisal_record to cairn_app;

-- Objectives that ended in a closed year, so that they do not stand in the next. Append-only.
create table appraisal_ended_objective (
  owner_id uuid not null,
  objective_id uuid not null,
  year_id uuid not null,
  primary key (owner_id, objective_id),
  foreign key (owner_id, objective_id) references objective (owner_id, id),
  foreign key (owner_id, year_id) references appraisal_year (owner_id, id)
);
grant select, insert on appraisal_ended_objective to cairn_app;

-- Items that work towards an objective.
create table objective_item (
  owner_id uuid not null,
  objective_id uuid not null,
  item_id uuid not null,
  linked_at timestamptz not null,
  primary key (owner_id, objective_id, item_id),
  foreign key (owner_id, objective_id) references objective (owner_id, id),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
create index objective_item_of on objective_item (owner_id, item_id);
grant select, insert, delete on objective_item to cairn_app;

-- The certificate that one takes over from (P27).
alter table professional_certificate add column renews uuid;
alter table professional_certificate add constraint professional_certificate_renews_other check (renews <> item_id);
create index certificate_renewing on professional_certificate (owner_id, renews) where renews is not null;
-- By the clock.
create index certificate_expiring on professional_certificate (expires_on) where expires_on is not null;

-- Which reminders of an expiry were sent. Append-only.
create table certificate_reminder (
  owner_id uuid not null,
  item_id uuid not null,
  expires_on date not null,
  days_before int not null,
  told_at timestamptz not null,
  primary key (owner_id, item_id, expires_on, days_before),
  foreign key (owner_id, item_id) references item (owner_id, id) on delete cascade
);
grant select, insert on certificate_reminder to cairn_app;

select let_erasure_reach_all();
