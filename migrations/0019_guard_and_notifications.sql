-- The guard, and the switches of mail (P18, A6, H3).

-- Why something stays that the guard would take out: rule, field and reason, and never the text that matched (P18).
create table guard_override (
  owner_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  field text not null,
  rule text not null,
  reason text not null,
  person_id uuid not null,
  kept_at timestamptz not null default now(),
  primary key (owner_id, id)
);
create index guard_override_of_item on guard_override (owner_id, item_id);
grant select, insert on guard_override to cairn_app;

-- Kinds of mail a person has switched off (A6).
alter table preference add column mail_off text[] not null default '{}';

-- What a mail is about, and when it was withheld because its reader had switched that off.
alter table message add column category text not null default 'account';
alter table message add column withheld_at timestamptz;
drop index message_unsent;
create index message_unsent on message (owner_id, created_at) where sent_at is null and withheld_at is null;
